/**
 * Where each screen is: one line a screen. The address is `#` and the path; what follows it reaches the screen as
 * `parts` (`#/bills/1/7` gives ["1", "7"]). `name` is its word, `keys` its shortcut everywhere, `right` who sees it.
 */
import { effect } from "./ui.js";
import { place } from "./state.js";

/** @type {import("./types.js").Route[]} */
export const ROUTES = [
  { path: "/", name: "till.title", icon: "cart", load: () => import("./screens/till.js") },
  { path: "/carts", name: "carts.title", icon: "carts", keys: "F7", load: () => import("./screens/carts.js") },
  { path: "/bills", name: "bills.title", icon: "bill", load: () => import("./screens/bills.js") },
  { path: "/returns", name: "returns.title", icon: "return", keys: "F9", load: () => import("./screens/returns.js") },
  { path: "/customers", name: "customers.title", icon: "users", load: () => import("./screens/customers.js") },
  { path: "/gift-cards", name: "gift.title", icon: "gift", right: "take_payment", load: () => import("./screens/gift.js") },
  { path: "/day", name: "day.title", icon: "day", keys: "F10", load: () => import("./screens/day.js") },
  { path: "/menu", name: "menu.title", icon: "settings", load: () => import("./screens/menu.js") },
];

/** @param {string} hash @returns {string[]} */
function partsOf(hash) {
  try {
    return hash.replace(/^#?\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return ["?"]; // an address that was cut in the middle of a letter leads nowhere
  }
}

/** The route of a place and what follows its path. @param {string[]} parts */
export function routeOf(parts) {
  const path = `/${parts[0] ?? ""}`;
  return { route: ROUTES.find((each) => each.path === path) ?? null, parts: parts.slice(1) };
}

/** `go("bills", "1/000007")`. @param {...string} parts */
export function go(...parts) {
  location.hash = `#/${parts.map(encodeURIComponent).join("/")}`;
}

export function followHash() {
  const read = () => { place.value = partsOf(location.hash); };
  addEventListener("hashchange", read);
  read();
  effect(() => { document.getElementById("screen")?.scrollTo(0, 0); void place.value; });
}
