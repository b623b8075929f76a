/** Paying: tenders join the cart, the server says what is left, and when nothing is, the cart is posted. */
import { batch, computed, signal } from "../ui.js";
import { Problem } from "../api.js";
import { command } from "../commands.js";
import { cart, register, unanswered } from "../state.js";
import { feedback } from "../feedback.js";
import { cartId, current, lines, setTenders, shownTotal, tenders } from "./cart_store.js";
import { saleBody } from "./cart_body.js";
import { forget, onPosted, refresh, refused, settled } from "./cart_sync.js";

/** @typedef {import("./cart_store.js").Tender} Tender */

/** Whether the paying overlay is open. */
export const paying = signal(false);
/** The bill of the sale just posted, until the next customer. @type {import("../../vendor/signals.js").Signal<any>} */
export const bill = signal(/** @type {any} */ (null));
/** Why the sale was not posted. */
export const refusal = signal(/** @type {Problem | null} */ (null));
/** Whether a tender is being counted. */
export const counting = signal(false);
/** How often the sale has been sent; 0 while it is not being posted. */
export const posting = computed(() => unanswered.value.find((each) => each.path === "/sales" && each.id === cartId.value)?.attempts ?? 0);

/** The sale is in the books: the till is free, and the bill is on the screen. @param {any} answer */
export function posted(answer) {
  batch(() => {
    forget();
    refusal.value = null;
    paying.value = false;
    bill.value = answer;
  });
  feedback("done");
}

/** Begins to pay: from here on the total is the one that the customer was asked for. */
export function startPaying() {
  batch(() => {
    refusal.value = null;
    shownTotal.value = cart.peek()?.total ?? null;
    paying.value = true;
  });
}

export function stopPaying() {
  batch(() => {
    shownTotal.value = null;
    paying.value = false;
  });
}

/** Hands over a tender. When the server says that all is paid, the sale is posted. @param {Tender} tender */
export async function tender(tender) {
  if (counting.peek() || posting.peek()) return;
  refusal.value = null;
  counting.value = true;
  const before = tenders.peek();
  try {
    setTenders([...before, tender]);
    await settled();
    if (refused.peek()) {
      refusal.value = refused.peek();
      setTenders(before);
      await settled();
    } else if (cart.peek()?.trouble?.path?.startsWith("tenders")) {
      refusal.value = troubled();
      setTenders(before);
      await settled();
    } else if (cart.peek()?.total_changed) {
      // The customer was asked for another total: it is said, and nothing is posted unseen.
      shownTotal.value = cart.peek()?.total ?? null;
    } else if (cart.peek()?.paid) {
      await post();
    }
  } finally {
    counting.value = false;
  }
}

/** The view's trouble as a problem, to be shown like one. */
function troubled() {
  const trouble = cart.peek()?.trouble;
  return trouble ? new Problem({ status: 409, code: trouble.code, detail: trouble.message, path: trouble.path }) : null;
}

/** Takes a tender back. @param {number} at */
export function takeTender(at) {
  refusal.value = null;
  setTenders(tenders.peek().filter((_, place) => place !== at));
}

/** Posts the cart as it is on the screen. It is paid when this is answered, not before. */
export async function post() {
  await settled();
  if (!current.peek() || refused.peek() || !lines.peek().length) return;
  refusal.value = null;
  try {
    posted(await command("/sales", saleBody(cartId.peek(), register.peek()?.code ?? "1")));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    refusal.value = problem.body.cancelled ? null : problem;
    refresh();
  }
}

onPosted(posted);
