export default {
  title: "Körbe",
};
