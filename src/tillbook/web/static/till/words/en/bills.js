export default {
  title: "Bills",
};
