/** What is sent of a cart, and what is read of the server's view of it. */
import { batch } from "../ui.js";
import { cart } from "../state.js";
import {
  PLAIN, agreed, billDiscount, buyer, cartName, choose, chosen, coupons, lines, newLine, shownTotal, tenders,
} from "./cart_store.js";

/** @typedef {import("./cart_store.js").Line} Line */
/** @typedef {import("./cart_store.js").Entered} Entered */
/** @typedef {import("../types.js").CartView} CartView */
/** @typedef {import("../types.js").CartLine} CartLine */

/** @param {string} product @param {Entered} entered @param {boolean} noted */
function lineBody(product, entered, noted) {
  return {
    product, quantity: entered.quantity, lot: entered.lot, short_stock: entered.short_stock,
    ...(entered.unit_price === null ? {} : { unit_price: entered.unit_price }),
    ...(entered.discount ? { discount: entered.discount } : {}),
    ...(noted ? { note: entered.note } : {}),
  };
}

function buyerBody() {
  const who = buyer.peek();
  if (!who) return null;
  return who.code ? { code: who.code } : { name: who.name ?? "", phone: who.phone ?? "", email: who.email ?? "" };
}

/** The whole cart, as PUT /carts/{id} takes it. */
export function cartBody() {
  return {
    customer: buyerBody(),
    lines: lines.peek().map((line) => lineBody(line.known.product, line.entered.peek(), true)),
    discount: billDiscount.peek(), coupons: coupons.peek(), tenders: tenders.peek(),
    shown_total: shownTotal.peek(), name: cartName.peek(), ...(agreed.peek() ? { prices_agreed: true } : {}),
  };
}

/** The command that sells it, at the total that is on the screen. @param {string} id @param {string} register */
export function saleBody(id, register) {
  return {
    id, register, customer: buyerBody(),
    lines: lines.peek().map((line) => lineBody(line.known.product, line.entered.peek(), false)),
    discount: billDiscount.peek(), coupons: coupons.peek(), tenders: tenders.peek(),
    shown_total: cart.peek()?.total ?? null,
  };
}

/** @param {CartLine} line @returns {Entered} */
export function enteredOf(line) {
  return {
    ...PLAIN, quantity: isLabel(line) ? "1" : line.quantity, lot: line.lot, discount: line.discount, note: line.note,
    short_stock: line.short_stock, unit_price: line.by_hand ? line.unit_price : null,
  };
}

/** Whether a line stands under the code of one label, which says its quantity. @param {{ product: string, sku: string }} line */
export function isLabel(line) {
  return line.product !== line.sku;
}

/** @param {CartLine} line */
export function knownOf(line) {
  return { product: line.product, sku: line.sku, name: line.name, unit: line.unit, price: line.unit_price };
}

/** Shows what the server made of the lines that were sent. @param {CartView} view @param {Line[]} sent @param {Entered[]} entered */
export function takeView(view, sent, entered) {
  batch(() => {
    view.lines.forEach((seen, at) => {
      const line = sent[at];
      if (!line) return;
      line.accepted = entered[at] ?? null;
      if (JSON.stringify(line.view.peek()) !== JSON.stringify(seen)) line.view.value = seen;
      if (line.entered.peek() === entered[at]) line.stale.value = false;
    });
    cart.value = view;
  });
}

/** Shows a cart of the server's in place of what is here: on loading, on recalling, or when another window changed it. @param {CartView} view */
export function showView(view) {
  batch(() => {
    const place = chosen.peek() ? lines.peek().indexOf(/** @type {Line} */ (chosen.peek())) : -1;
    lines.value = view.lines.map((line) => newLine(knownOf(line), enteredOf(line), line));
    for (const line of lines.value) line.stale.value = false;
    buyer.value = view.customer;
    billDiscount.value = view.discount;
    coupons.value = view.coupons;
    tenders.value = view.tenders ?? [];
    cartName.value = view.name ?? "";
    cart.value = view;
    choose(lines.value[place < 0 ? lines.value.length - 1 : Math.min(place, lines.value.length - 1)] ?? null);
  });
}

/** What tells two lines apart, quantities aside. @param {{ product: string, lot?: string, unit_price?: string | null, discount?: unknown, note?: string }} line */
export function signature(line) {
  return JSON.stringify([line.product, line.lot || "", line.unit_price ?? null, line.discount ?? null, line.note || ""]);
}
