export default {
  title: "Kunden",
};
