export default {
  title: "Rückgaben",
};
