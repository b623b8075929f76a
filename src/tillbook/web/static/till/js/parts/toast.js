/** A sentence that comes and goes by itself, read aloud. `toast(t("cart.held"))`, `toast(problem.message, "wrong")`. */
import { html, signal } from "../ui.js";
import { Icon } from "./icon.js";
import { IconButton } from "./button.js";
import { feedback } from "../feedback.js";
import { t } from "../words.js";

/** @typedef {{ id: number, text: string, kind: "done" | "wrong" | "note", act?: { label: string, run: () => void } }} Shown */

const shown = signal(/** @type {Shown[]} */ ([]));
const SHOWN_MAX = 3;
let last = 0;

/**
 * @param {string} text
 * @param {"done" | "wrong" | "note"} [kind]
 * @param {{ act?: { label: string, run: () => void }, seconds?: number }} [options] `act` is a button on it, such as undo
 */
export function toast(text, kind = "note", { act, seconds } = {}) {
  last += 1;
  const id = last;
  shown.value = [...shown.value.filter((each) => each.text !== text).slice(1 - SHOWN_MAX), { id, text, kind, act }];
  if (kind !== "note") feedback(kind);
  setTimeout(() => close(id), 1000 * (seconds ?? (kind === "wrong" || act ? 8 : 4)));
}

/** Shows what went wrong, whatever it is; a bug is not swallowed. @param {unknown} problem */
export function toastProblem(problem) {
  const known = problem instanceof Error && (problem.name === "Problem" || problem.name === "Unreachable");
  if (!known) throw problem;
  const refusal = /** @type {import("../problem.js").Problem} */ (problem);
  if (refusal.body?.cancelled) return;
  toast(refusal.name === "Unreachable" ? t("core.unreachable") : refusal.message, "wrong");
}

/** @param {number} id */
function close(id) {
  shown.value = shown.value.filter((each) => each.id !== id);
}

export function Toasts() {
  const icons = { done: "check", wrong: "warning", note: "info" };
  return html`<div class="toasts" role="status" aria-live="polite" aria-atomic="false">
    ${shown.value.map((each) => html`<div key=${each.id} class=${`toast toast-${each.kind}`}>
      <${Icon} name=${icons[each.kind]} size=${20} />
      <span class="toast-text">${each.text}</span>
      ${each.act && html`<button type="button" class="toast-act" onClick=${() => { close(each.id); each.act?.run(); }}>${each.act.label}</button>`}
      <${IconButton} icon="close" label=${t("core.close")} onClick=${() => close(each.id)} />
    </div>`)}
  </div>`;
}
