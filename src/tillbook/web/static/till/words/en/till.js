export default {
  title: "Till",
};
