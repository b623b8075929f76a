export default {
  title: "बिक्री",
};
