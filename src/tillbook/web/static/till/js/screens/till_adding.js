/**
 * From what was scanned, typed or pressed to a line. Scans are looked up at once and join the cart in their order;
 * a code that was found before is a line without asking again. An unknown code adds nothing, and is shown.
 */
import { signal } from "../ui.js";
import { api, Problem, Unreachable } from "../api.js";
import { toast, toastProblem } from "../parts/toast.js";
import { t } from "../words.js";
import { add } from "./cart_store.js";
import { byPiece } from "./cart_quantity.js";

/** @typedef {import("../types.js").Product} Product */
/** @typedef {{ name: string, unit: string, price: string, sku: string, said?: boolean, line: { product: string, quantity: string }, price_from: string }} Found */

/** The quantity typed before the next product, as it was typed: "3". */
export const multiplier = signal("");
/** A product sold by weight or measure, whose quantity is asked. @type {import("../../vendor/signals.js").Signal<Product | null>} */
export const measured = signal(/** @type {Product | null} */ (null));

const REMEMBERED_MAX = 2000;
/** @type {Map<string, Found>} */
const remembered = new Map();
/** @type {Promise<void>} */
let last = Promise.resolve();

/** @param {string} text @returns {Promise<Found>} */
async function ask(text) {
  /** @type {Found} */
  const found = await api.get(`/codes/${encodeURIComponent(text)}`);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(text, found);
  return found;
}

/** @param {Found} found */
function join(found) {
  const { sku, name, unit, price, line } = found;
  add({ product: line.product, sku, name, unit, price }, line.quantity, { apart: found.price_from === "label" });
}

/** @param {string} code */
export function unknownCode(code) {
  toast(t("till.unknown_code", { code }), "wrong");
}

/** @param {unknown} problem @param {string} code */
function notAdded(problem, code) {
  if (problem instanceof Unreachable) toast(t("till.away_not_added", { code }), "wrong");
  else if (problem instanceof Problem && problem.status === 404) unknownCode(code);
  else toastProblem(problem);
}

/** The text of an entry with the quantity that was typed before it. @param {string} code */
export function withMultiplier(code) {
  const text = multiplier.peek() ? `${multiplier.peek()}*${code}` : code;
  multiplier.value = "";
  return text;
}

/** A scan, wherever it came from. @param {string} code */
export function scanned(code) {
  const text = withMultiplier(code.trim());
  const known = remembered.get(text);
  const looking = known ? Promise.resolve(known) : ask(text);
  looking.catch(() => undefined);
  last = last.then(() => looking).then(join).catch((problem) => notAdded(problem, code));
  return last;
}

/**
 * What was typed, when it is a code: adds it and answers true; false where no product has it.
 * @param {string} text
 */
export async function typedCode(text) {
  try {
    join(await ask(text));
    return true;
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 404) return false;
    throw problem;
  }
}

/** A product from a tile or the search. @param {Product} product @param {string | null} [quantity] */
export function picked(product, quantity = null) {
  const said = quantity ?? (multiplier.peek() || null);
  multiplier.value = "";
  if (said === null && !byPiece(product.unit)) {
    measured.value = product;
    return;
  }
  addProduct(product, said ?? "1");
}

/** @param {Product} product @param {string} quantity */
export function addProduct(product, quantity) {
  const { sku, name, unit, price } = product;
  add({ product: sku, sku, name, unit, price }, quantity);
}
