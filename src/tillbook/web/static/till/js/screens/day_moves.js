/** Cash put in, taken out or moved to the safe, and a drawer opened without a sale; always with a reason. */
import { html, useRef, useState } from "../ui.js";
import { command, newId } from "../commands.js";
import { money } from "../format.js";
import { register } from "../state.js";
import { t } from "../words.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { FigureField } from "../parts/figure.js";
import { TextField } from "../parts/field.js";
import { toast } from "../parts/toast.js";
import { Problem } from "../problem.js";

/** @param {{ kind: string, onClose: () => void, onDone: () => void }} props kind: pay_in, pay_out, drop or no_sale */
export function MoveCash({ kind, onClose, onDone }) {
  const [amount, setAmount] = useState(/** @type {string | null} */ (null));
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {Problem | null} */ (null));
  const id = useRef(newId());
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const cash = kind !== "no_sale";
  const ready = reason.trim() !== "" && (!cash || amount !== null);
  const send = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setError(null);
    try {
      await command("/shift/movements", {
        id: id.current, register: register.peek()?.code, kind, reason: reason.trim(), ...(cash && { amount }),
      });
      toast(cash ? t(`day.${kind}_done`, { amount: money(amount) }) : t("day.no_sale_done"), "done");
      onDone();
    } catch (problem) {
      setBusy(false);
      if (!(problem instanceof Problem)) throw problem;
      id.current = newId();
      setError(problem.body.cancelled ? null : problem);
    }
  };
  const inAmount = error?.path === "amount";
  return html`<${Dialog} title=${t(`day.${kind}`)} onClose=${busy ? undefined : onClose} foot=${html`
      <${Button} onClick=${onClose} disabled=${busy}>${t("core.cancel")}<//>
      <${Button} kind="primary" busy=${busy} disabled=${!ready} onClick=${() => void send()}>${t(`day.${kind}_act`)}<//>`}>
    <p class="quiet">${t(`day.${kind}_note`)}</p>
    <div class="stack">
      ${cash && html`<${FigureField} label=${t("day.amount")} value=${amount} onValue=${setAmount} required data-autofocus
        error=${inAmount ? error?.message : ""} onEnter=${() => field.current?.focus()} />`}
      <${TextField} label=${t("day.reason")} value=${reason} onInput=${setReason} inputRef=${field} maxlength="400" required
        error=${error && !inAmount ? error.message : ""}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") { event.preventDefault(); void send(); } }} />
      <div class="chips" role="group" aria-label=${t("day.reasons")}>
        ${t(`day.reasons_${kind}`).split("|").map((each) => html`<button type="button" key=${each} class="chip" aria-pressed=${each === reason ? "true" : "false"}
          onClick=${() => setReason(each)}>${each}</button>`)}
      </div>
    </div>
  <//>`;
}
