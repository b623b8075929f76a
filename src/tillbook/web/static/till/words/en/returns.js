export default {
  title: "Returns",
};
