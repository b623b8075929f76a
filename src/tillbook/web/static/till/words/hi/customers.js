export default {
  title: "ग्राहक",
};
