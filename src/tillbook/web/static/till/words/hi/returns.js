export default {
  title: "वापसी",
};
