/**
 * The open cart as the person at the till sees it at once. cart_sync.js stores it with the server, whose answer
 * (state.js `cart`) has every amount.
 *
 * Each line has signals of its own, so that a change of one renders one, in a cart of any length.
 */
import { batch, computed, signal } from "../ui.js";
import { newId } from "../commands.js";
import { cart } from "../state.js";
import { byPiece, oneLess, plus } from "./cart_quantity.js";

/** @typedef {import("../types.js").CartLine} CartLine */
/** @typedef {import("../types.js").CartView} CartView */
/** @template T @typedef {import("../../vendor/signals.js").Signal<T>} Signal */
/** @typedef {{ percent?: string, amount?: string }} Discount */
/**
 * What was entered of a line.
 * @typedef {{ quantity: string, lot: string, unit_price: string | null, discount: Discount | null, short_stock: "refuse" | "partial", note: string }} Entered
 */
/** @typedef {{ product: string, sku: string, name: string, unit: string, price: string }} Known */
/** @typedef {{ type: string, amount: string, reference?: string }} Tender */
/** @typedef {{ code?: string, name?: string, phone?: string, email?: string }} Buyer */
/**
 * @typedef {object} Line
 * @property {number} key
 * @property {Known} known what is shown before the server has answered
 * @property {Signal<Entered>} entered
 * @property {Signal<CartLine | null>} view the line as the server priced it last
 * @property {Signal<boolean>} stale whether it was changed since
 * @property {Signal<boolean>} chosen
 * @property {Entered | null} accepted what was entered when the server last took it
 */

export const PLAIN = /** @type {Entered} */ ({
  quantity: "1", lot: "", unit_price: null, discount: null, short_stock: "refuse", note: "",
});

/** The cart's id, which becomes the sale's; "" before the first line. */
export const cartId = signal("");
export const lines = signal(/** @type {Line[]} */ ([]));
export const buyer = signal(/** @type {Buyer | null} */ (null));
export const billDiscount = signal(/** @type {Discount | null} */ (null));
export const coupons = signal(/** @type {string[]} */ ([]));
export const tenders = signal(/** @type {Tender[]} */ ([]));
export const cartName = signal("");
/** The total that the customer was asked to pay, while it is being paid. */
export const shownTotal = signal(/** @type {string | null} */ (null));
/** Whether the customer was told of the prices that changed. */
export const agreed = signal(false);
/** Counts what is entered, and which of it the amounts on the screen are of. */
export const version = signal(0);
export const viewed = signal(0);
/** Whether the amounts on the screen are of what was entered. */
export const current = computed(() => version.value === viewed.value);
/** The line that keys work on. */
export const chosen = signal(/** @type {Line | null} */ (null));

let lastKey = 0;

/** @param {Known} known @param {Entered} entered @param {CartLine | null} [view] @returns {Line} */
export function newLine(known, entered, view = null) {
  lastKey += 1;
  return {
    key: lastKey, known, entered: signal(entered), view: signal(view), stale: signal(view === null),
    chosen: signal(false), accepted: view ? entered : null,
  };
}

/** Something was entered: the server is to hear of it. */
export function touch() {
  batch(() => {
    if (!cartId.peek()) cartId.value = newId();
    version.value += 1;
  });
}

/** @param {Line | null} line */
export function choose(line) {
  batch(() => {
    const before = chosen.peek();
    if (before && before !== line) before.chosen.value = false;
    if (line) line.chosen.value = true;
    chosen.value = line;
  });
}

/** The next or the one before; from none, the last. @param {1 | -1} step */
export function chooseBeside(step) {
  const all = lines.peek();
  const at = chosen.peek() ? all.indexOf(/** @type {Line} */ (chosen.peek())) : step > 0 ? -1 : all.length;
  choose(all[Math.max(0, Math.min(all.length - 1, at + step))] ?? null);
}

/** @param {Entered} entered */
const isPlain = (entered) => !entered.lot && !entered.note && !entered.discount && entered.unit_price === null;

/**
 * Adds a product: to its line where there is a plain one and it is sold by pieces, else as a line of its own.
 * @param {Known} known @param {string} quantity @param {{ apart?: boolean, lot?: string }} [options]
 */
export function add(known, quantity, { apart = false, lot = "" } = {}) {
  const same = apart || lot || !byPiece(known.unit) ? undefined
    : lines.peek().find((line) => line.known.product === known.product && isPlain(line.entered.peek()));
  batch(() => {
    if (same) {
      change(same, { quantity: plus(same.entered.peek().quantity, quantity) });
      choose(same);
      return;
    }
    const line = newLine(known, { ...PLAIN, quantity, lot });
    lines.value = [...lines.peek(), line];
    choose(line);
    touch();
  });
}

/** @param {Line} line @param {Partial<Entered>} entered */
export function change(line, entered) {
  batch(() => {
    line.entered.value = { ...line.entered.peek(), ...entered };
    line.stale.value = true;
    touch();
  });
}

/** One more or one less; one less than one voids it. @param {Line} line @param {1 | -1} by @param {(line: Line) => void} voids */
export function step(line, by, voids) {
  const { quantity } = line.entered.peek();
  const next = by > 0 ? plus(quantity, "1") : oneLess(quantity);
  choose(line);
  if (next) change(line, { quantity: next });
  else voids(line);
}

/** Takes a line out; answers how to put it back. @param {Line} line @returns {() => void} */
export function take(line) {
  const at = lines.peek().indexOf(line);
  const of = cartId.peek();
  batch(() => {
    lines.value = lines.peek().filter((each) => each !== line);
    choose(lines.peek()[Math.min(at, lines.peek().length - 1)] ?? null);
    touch();
  });
  return () => batch(() => {
    if (cartId.peek() !== of || lines.peek().includes(line)) return;
    line.stale.value = true;
    lines.value = lines.peek().toSpliced(at, 0, line);
    choose(line);
    touch();
  });
}

/** @param {Buyer | null} found */
export function setBuyer(found) {
  batch(() => { buyer.value = found; touch(); });
}

/** The customer was told what costs something else than before. */
export function agreePrices() {
  batch(() => { agreed.value = true; touch(); });
}

/** @param {Discount | null} discount */
export function setBillDiscount(discount) {
  batch(() => { billDiscount.value = discount; touch(); });
}

/** @param {string[]} codes */
export function setCoupons(codes) {
  batch(() => { coupons.value = codes; touch(); });
}

/** @param {Tender[]} all */
export function setTenders(all) {
  batch(() => { tenders.value = all; touch(); });
}

/** An empty till: the next customer. */
export function clear() {
  batch(() => {
    choose(null);
    cartId.value = "";
    lines.value = [];
    buyer.value = null;
    billDiscount.value = null;
    coupons.value = [];
    tenders.value = [];
    cartName.value = "";
    shownTotal.value = null;
    agreed.value = false;
    cart.value = null;
    viewed.value = version.peek();
  });
}

/** Whether there is nothing that anybody would miss. */
export const isEmpty = computed(() => lines.value.length === 0 && !buyer.value && tenders.value.length === 0 && !billDiscount.value);
