/** Taking a line, or all of them, out of the cart; both can be undone from the message that says so. */
import { api } from "../api.js";
import { batch } from "../ui.js";
import { toast, toastProblem } from "../parts/toast.js";
import { t } from "../words.js";
import { billDiscount, buyer, cartId, lines, take, touch } from "./cart_store.js";
import { forget } from "./cart_sync.js";

/** @param {import("./cart_store.js").Line} line */
export function voidLine(line) {
  const { name } = line.view.peek() ?? line.known;
  const undo = take(line);
  toast(t("cart.line_voided", { name: name || line.known.name }), "note", { act: { label: t("cart.undo"), run: undo } });
}

/** Voids the whole cart; undone, it is a new one with the same lines. */
export function voidCart() {
  const id = cartId.peek();
  const before = { lines: lines.peek(), buyer: buyer.peek(), discount: billDiscount.peek() };
  if (!id) return;
  forget();
  api.delete(`/carts/${encodeURIComponent(id)}`).catch((problem) => { if (problem.status !== 404) toastProblem(problem); });
  const undo = () => {
    if (lines.peek().length) return;
    batch(() => {
      for (const line of before.lines) line.stale.value = true;
      lines.value = before.lines;
      buyer.value = before.buyer;
      billDiscount.value = before.discount;
      touch();
    });
  };
  toast(t("cart.voided"), "note", { act: { label: t("cart.undo"), run: undo } });
}
