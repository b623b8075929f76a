export default {
  title: "Day",
};
