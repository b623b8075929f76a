export default {
  title: "Belege",
};
