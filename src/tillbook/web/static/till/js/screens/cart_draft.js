/** What this tab remembers of its open cart: its id, and what the server has not heard yet. Nothing more is kept. */
import { billDiscount, buyer, cartId, cartName, coupons, lines, tenders } from "./cart_store.js";

const KEPT = "tillbook.cart";

/** @typedef {{ id: string, revision: string, draft?: { lines: any[], buyer: any, discount: any, coupons: string[], tenders: any[], name: string } }} Draft */

/** @returns {Draft | null} */
export function keptDraft() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} revision @param {boolean} whole whether the server lacks something of it */
export function keepDraft(revision, whole) {
  const id = cartId.peek();
  try {
    if (!id) {
      sessionStorage.removeItem(KEPT);
      return;
    }
    const draft = whole ? {
      lines: lines.peek().map((line) => ({ known: line.known, entered: line.entered.peek() })),
      buyer: buyer.peek(), discount: billDiscount.peek(), coupons: coupons.peek(), tenders: tenders.peek(), name: cartName.peek(),
    } : undefined;
    sessionStorage.setItem(KEPT, JSON.stringify({ id, revision, draft }));
  } catch {
    // Without storage the cart lives on the server and in this page alone.
  }
}

/** @param {string} id */
export function forgetDraft(id) {
  if (keptDraft()?.id === id) sessionStorage.removeItem(KEPT);
}
