export default {
  title: "दिन",
};
