export default {
  title: "Tag",
};
