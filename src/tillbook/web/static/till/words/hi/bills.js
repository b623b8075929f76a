export default {
  title: "बिल",
};
