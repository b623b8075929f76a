import core from "./core.js";
import sign_in from "./sign_in.js";
import setup from "./setup.js";
import menu from "./menu.js";
import help from "./help.js";
import till from "./till.js";
import cart from "./cart.js";
import pay from "./pay.js";
import bills from "./bills.js";
import day from "./day.js";
import returns from "./returns.js";
import customers from "./customers.js";
import carts from "./carts.js";
import gift from "./gift.js";

/** @type {Record<string, Record<string, string | Record<string, string>>>} */
export default {
  core,
  sign_in,
  setup,
  menu,
  help,
  till,
  cart,
  pay,
  bills,
  day,
  returns,
  customers,
  carts,
  gift,
};
