export default {
  title: "Kasse",
};
