export default {
  title: "कार्ट",
};
