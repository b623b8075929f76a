/** What the tiles show: favourites, what was sold last, and each category a page at a time. */
import { signal } from "../ui.js";
import { api } from "../api.js";
import { toast, toastProblem } from "../parts/toast.js";
import { t } from "../words.js";

/** @typedef {import("../types.js").Product} Product */
/** @typedef {{ products: Product[], next: string | null }} Shelf */

/** The tabs that are no categories. */
export const FAVOURITES = ":favourites";
export const RECENT = ":recent";
export const ALL = ":all";

const PAGE = 60;

export const categories = signal(/** @type {{ name: string, products: number }[] | null} */ (null));
/** What is on the shelf of a tab; none yet: it is being fetched. @type {import("../../vendor/signals.js").Signal<Record<string, Shelf>>} */
export const shelves = signal(/** @type {Record<string, Shelf>} */ ({}));
export const favourites = signal(/** @type {Product[]} */ ([]));
/** The tab that is shown; "" until it is known which has something. */
export const tab = signal("");

/** @param {string} name @param {string} cursor */
async function page(name, cursor) {
  if (name === RECENT) return { ...(await api.get("/recent")), next: null };
  const category = name === ALL ? "" : name;
  return api.get("/products", { query: { category, cursor, limit: PAGE } });
}

/** @param {string} name @param {boolean} [more] the next page */
export async function fetchShelf(name, more = false) {
  if (name === FAVOURITES || name === "") return;
  const before = shelves.peek()[name];
  const found = await page(name, more ? before?.next ?? "" : "");
  const products = more && before ? [...before.products, ...found.products] : found.products;
  shelves.value = { ...shelves.peek(), [name]: { products, next: found.next } };
}

export async function fetchTabs() {
  const [found, kept] = await Promise.all([api.get("/categories"), api.get("/favourites").catch(() => ({ products: [] }))]);
  categories.value = found.categories.filter((/** @type {any} */ each) => each.name);
  favourites.value = kept.products;
  if (!tab.peek()) tab.value = kept.products.length ? FAVOURITES : ALL;
}

/** Whether a product is a favourite of this register. @param {string} sku */
export function isFavourite(sku) {
  return favourites.value.some((each) => each.sku === sku);
}

/** @param {Product} product */
export async function toggleFavourite(product) {
  const before = favourites.peek();
  const was = before.some((each) => each.sku === product.sku);
  favourites.value = was ? before.filter((each) => each.sku !== product.sku) : [...before, product];
  try {
    await api.put("/favourites", { skus: favourites.peek().map((each) => each.sku) });
    toast(t(was ? "till.favourite_off" : "till.favourite_on", { name: product.name }));
  } catch (problem) {
    favourites.value = before;
    toastProblem(problem);
  }
}
