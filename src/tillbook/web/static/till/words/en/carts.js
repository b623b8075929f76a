export default {
  title: "Carts",
};
