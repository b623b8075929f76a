/** One bill: its paper, its copies (marked and counted), its code, by mail, and what comes back of it. */
import { html, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { command, newId } from "../commands.js";
import { may } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Paper, printText } from "../parts/paper.js";
import { TextField } from "../parts/field.js";
import { toast, toastProblem } from "../parts/toast.js";
import { Problem } from "../problem.js";

/** @param {{ number: string }} props */
export function BillOpen({ number }) {
  const at = `/sales/${encodeURIComponent(number)}`;
  const paper = useAnswer((signal) => api.get(`${at}/paper`, { query: { columns: 42 }, signal }), [number]);
  const bill = useAnswer((signal) => api.get(at, { signal }), [number]);
  const [over, setOver] = useState("");
  const [busy, setBusy] = useState(false);
  const copy = () => {
    setBusy(true);
    command(`${at}/copies`, { id: newId() }).then((made) => {
      paper.set(made);
      printText(made.text);
    }).catch(toastProblem).finally(() => setBusy(false));
  };
  return html`<div class="column-paper">
    <${Answered} of=${paper} rows=${5}>${(/** @type {any} */ found) => html`
      <div class="paper-acts">
        <${Button} icon="print" kind="primary" busy=${busy} onClick=${copy}>${t("bills.copy")}<//>
        <${Button} icon="mail" onClick=${() => setOver("mail")}>${t("bills.mail")}<//>
        <${Button} icon="code" onClick=${() => setOver("code")}>${t("bills.code")}<//>
        ${may("refund") && html`<a class="button" href=${`#/returns/${encodeURIComponent(number)}`}>${t("bills.return")}</a>`}
      </div>
      <${Paper} text=${found.text} label=${t("bills.bill_number", { number })} />`}<//>
    ${over === "mail" && html`<${Mail} at=${at} first=${bill.data?.customer?.email ?? ""} onClose=${() => setOver("")} />`}
    ${over === "code" && html`<${Dialog} title=${t("bills.bill_number", { number })} onClose=${() => setOver("")}>
      <div class="code-picture">${bill.data && html`<img src=${bill.data.code_url} alt=${t("bills.code_of", { number })} />`}</div>
      <p class="quiet">${t("bills.code_note")}</p>
    <//>`}
  </div>`;
}

/** @param {{ at: string, first: string, onClose: () => void }} props */
function Mail({ at, first, onClose }) {
  const [to, setTo] = useState(first);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const send = async () => {
    if (!to.trim() || busy) return;
    setBusy(true);
    try {
      await api.post(`${at}/mail`, { to: to.trim() });
      toast(t("bills.mailed", { to: to.trim() }), "done");
      onClose();
    } catch (problem) {
      setBusy(false);
      if (problem instanceof Problem) setError(problem.message);
      else toastProblem(problem);
      field.current?.focus();
    }
  };
  return html`<${Dialog} title=${t("bills.mail")} onClose=${onClose} foot=${html`
      <${Button} onClick=${onClose}>${t("core.cancel")}<//>
      <${Button} kind="primary" icon="mail" busy=${busy} disabled=${!to.trim()} onClick=${() => void send()}>${t("bills.send")}<//>`}>
    <${TextField} label=${t("bills.mail_to")} type="email" value=${to} onInput=${(/** @type {string} */ text) => { setTo(text); setError(""); }} error=${error} inputRef=${field}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") void send(); }} />
  <//>`;
}
