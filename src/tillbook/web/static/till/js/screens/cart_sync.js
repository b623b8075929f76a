/**
 * Stores the cart with the server after every change: one request at a time, and the newest state wins. An answer
 * that was lost is asked for; a cart that another window changed is shown beside this one; no line is lost.
 */
import { batch, effect, signal, untracked } from "../ui.js";
import { api, Problem, Unreachable } from "../api.js";
import { pause, whenOnline } from "../connection.js";
import { resumed, hasUnanswered } from "../commands.js";
import { cart } from "../state.js";
import {
  agreed, billDiscount, buyer, cartId, cartName, clear, coupons, current, isEmpty, lines, newLine, tenders, touch, version, viewed,
} from "./cart_store.js";
import { cartBody, showView, signature, takeView } from "./cart_body.js";
import { forgetDraft, keepDraft, keptDraft } from "./cart_draft.js";

/** @typedef {import("../types.js").CartView} CartView */

/** Why the server did not take what was entered; null when it did. */
export const refused = signal(/** @type {Problem | null} */ (null));
/** The same cart as another window left it, while someone decides. */
export const conflict = signal(/** @type {CartView | null} */ (null));
/** Whether the tab's cart is still being fetched. */
export const opening = signal(false);

let revision = "";
let running = false;
/** @type {(bill: any) => void} */
let posted = () => undefined;

/** Who shows the bill of a cart that turns out to be posted. @param {(bill: any) => void} run */
export function onPosted(run) {
  posted = run;
}

/** @type {Array<() => void>} */
let waiting = [];

/** @param {string} id */
const at = (id) => `/carts/${encodeURIComponent(id)}`;

/** Until the amounts are of what was entered, or the server refused it. @returns {Promise<void>} */
export function settled() {
  return !running && (current.peek() || refused.peek()) ? Promise.resolve() : new Promise((go) => { waiting.push(go); });
}

function settle() {
  const all = waiting;
  waiting = [];
  for (const go of all) go();
}

effect(() => {
  const now = version.value;
  if (now === viewed.peek()) return;
  untracked(() => {
    refused.value = null;
    keepDraft(revision, true);
    if (!running && !conflict.peek()) {
      running = true;
      queueMicrotask(() => void sync());
    }
  });
});

async function sync() {
  while (!current.peek() && !refused.peek() && !conflict.peek() && cartId.peek()) await store();
  running = false;
  settle();
}

/** One PUT of everything. */
async function store() {
  const id = cartId.peek();
  const of = version.peek();
  const sent = lines.peek();
  const entered = sent.map((line) => line.entered.peek());
  const body = cartBody();
  try {
    const view = await api.put(at(id), body, revision ? { ifMatch: revision } : {});
    if (cartId.peek() !== id) return;
    revision = view.revision;
    batch(() => {
      takeView(view, sent, entered);
      agreed.value = false;
      viewed.value = of;
    });
    keepDraft(revision, version.peek() !== of);
  } catch (problem) {
    if (cartId.peek() === id) await failed(problem, id, body);
  }
}

/** @param {unknown} problem @param {string} id @param {any} body */
async function failed(problem, id, body) {
  if (problem instanceof Unreachable || (problem instanceof Problem && problem.status === 503)) {
    await pause(300);
    await whenOnline();
  } else if (!(problem instanceof Problem)) {
    throw problem;
  } else if (problem.status === 412) {
    await changedElsewhere(id, body);
  } else if (problem.code === "cart_posted") {
    await wasPosted(id, problem.body.number);
  } else {
    refused.value = problem;
  }
}

/** The server has another state: of a lost answer of ours, or of another window. @param {string} id @param {any} body */
async function changedElsewhere(id, body) {
  const view = await api.get(at(id)).catch((/** @type {any} */ problem) => problem);
  if (view instanceof Unreachable) return;
  if (view instanceof Problem) {
    if (view.status === 404) revision = "";
    else if (view.code === "cart_posted") await wasPosted(id, view.body.number);
    else refused.value = view;
    return;
  }
  revision = view.revision;
  const theirs = view.lines.map((/** @type {any} */ line) => `${signature({ ...line, unit_price: null })} ${line.quantity}`);
  const ours = body.lines.map((/** @type {any} */ line) => `${signature({ ...line, unit_price: null })} ${line.quantity}`);
  // What we sent arrived, only its answer did not: the next PUT says the rest.
  if (JSON.stringify(theirs) !== JSON.stringify(ours)) conflict.value = view;
}

/** Ends the question of two windows. @param {"ours" | "theirs" | "both"} which */
export function resolve(which) {
  const view = conflict.peek();
  if (!view) return;
  batch(() => {
    const ours = lines.peek();
    if (which !== "ours") showView(view);
    if (which === "both") {
      const there = new Set(view.lines.map((line) => line.product));
      const more = ours.filter((line) => !there.has(line.known.product));
      for (const line of more) line.stale.value = true;
      lines.value = [...lines.peek(), ...more];
    }
    conflict.value = null;
    touch();
  });
}

/** The cart was paid, here or elsewhere: shows its bill. @param {string} id @param {string} [number] */
async function wasPosted(id, number) {
  const bill = await api.get(number ? `/sales/${encodeURIComponent(number)}` : `/sales/by-id/${encodeURIComponent(id)}`).catch(() => null);
  if (bill) posted(bill);
  else forget();
  forgetDraft(id);
}

/** The next customer. */
export function forget() {
  const id = cartId.peek();
  revision = "";
  batch(() => {
    refused.value = null;
    conflict.value = null;
    clear();
  });
  forgetDraft(id);
}

/** Works on a cart of the server's, as after recalling it: `openCart(view)`, then `go()`. @param {CartView} view */
export function openCart(view) {
  batch(() => {
    forget();
    cartId.value = view.id;
    revision = view.revision;
    showView(view);
    viewed.value = version.peek();
  });
  keepDraft(revision, false);
}

/** Takes up the cart that this tab had open before it was loaded again. */
export async function reopen() {
  const kept = keptDraft();
  if (!kept || cartId.peek()) return;
  opening.value = true;
  try {
    if (kept.draft) restore(/** @type {any} */ (kept));
    else openCart(await api.get(at(kept.id)));
  } catch (problem) {
    if (!(problem instanceof Problem)) return;
    if (problem.code === "cart_posted") await wasPosted(kept.id, problem.body.number);
    // A sale that is still unanswered says itself what became of it.
    else if (!hasUnanswered()) forgetDraft(kept.id);
  } finally {
    opening.value = false;
  }
}

/** @param {{ id: string, revision: string, draft: any }} kept */
function restore({ id, revision: before, draft }) {
  batch(() => {
    cartId.value = id;
    revision = before;
    lines.value = draft.lines.map((/** @type {any} */ line) => newLine(line.known, line.entered));
    buyer.value = draft.buyer;
    billDiscount.value = draft.discount;
    coupons.value = draft.coupons;
    tenders.value = draft.tenders;
    cartName.value = draft.name;
    touch();
  });
}

/** Asks for the cart's amounts anew, as when prices or stock may have changed. */
export function refresh() {
  if (!isEmpty.peek()) touch();
}

/** Puts back what the server took last, line by line; lines that it never took go. */
export function revert() {
  const view = cart.peek();
  batch(() => {
    for (const line of lines.peek()) if (line.accepted) line.entered.value = line.accepted;
    lines.value = lines.peek().filter((line) => line.accepted);
    billDiscount.value = view?.discount ?? null;
    coupons.value = view?.coupons ?? [];
    tenders.value = view?.tenders ?? [];
    touch();
  });
}

// A sale that was unanswered when the page was loaded again: its bill, or the cart as it was.
effect(() => {
  for (const { path, id, answer } of resumed.value) {
    const ours = untracked(() => cartId.peek() || keptDraft()?.id);
    if (path !== "/sales" || id !== ours) continue;
    if (answer) untracked(() => posted(answer));
    else untracked(refresh);
  }
});
