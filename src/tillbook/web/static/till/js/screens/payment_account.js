/** Money on account: for the oldest bills, or for one that is named; then its receipt. */
import { html, useRef, useState } from "../ui.js";
import { command, newId } from "../commands.js";
import { date, money } from "../format.js";
import { register } from "../state.js";
import { t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { Choice } from "../parts/field.js";
import { Dialog } from "../parts/dialog.js";
import { Paper, PrintButton } from "../parts/paper.js";
import { Tenders, newTender, sentTenders } from "./payment_tenders.js";
import { Problem } from "../problem.js";
import { isNothing } from "./day_z.js";
import { payingTypes } from "./gift.js";
import { NotPaired } from "./pairing.js";

/** @param {{ customer: any, onClose: () => void, onDone: () => void }} props */
export function TakePayment({ customer, onClose, onDone }) {
  const owed = customer.balance.startsWith("-") || isNothing(customer.balance) ? null : customer.balance;
  const [rows, setRows] = useState(() => [newTender(payingTypes()[0] ?? "cash", owed)]);
  const [bill, setBill] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [taken, setTaken] = useState(/** @type {any} */ (null));
  const id = useRef(newId());
  const ready = rows.every((row) => row.amount !== null && !isNothing(row.amount));
  const open = customer.open_bills;
  const take = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setError("");
    try {
      setTaken(await command("/payments", {
        id: id.current, register: register.peek()?.code, customer: customer.code || `#${customer.id}`, tenders: sentTenders(rows), ...(bill && { bill }),
      }));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      id.current = newId();
      setError(problem.body.cancelled ? "" : problem.message);
    }
    setBusy(false);
  };
  /** @param {string} number */
  const choose = (number) => {
    const left = open.find((/** @type {any} */ each) => each.number === number)?.open ?? owed;
    setBill(number);
    if (rows.length === 1) setRows(rows.map((row) => ({ ...row, amount: left })));
  };
  if (!register.value) return html`<${Dialog} title=${t("customers.take_payment")} onClose=${onClose}><${NotPaired} /><//>`;
  if (taken) return html`<${Taken} taken=${taken} onDone=${onDone} />`;
  return html`<${Dialog} title=${t("customers.payment_of", { name: customer.name })} onClose=${busy ? undefined : onClose} foot=${html`
      <${Button} onClick=${onClose} disabled=${busy}>${t("core.cancel")}<//>
      <${Button} kind="primary" busy=${busy} disabled=${!ready} onClick=${() => void take()}>${t("customers.payment_act")}<//>`}>
    ${open.length > 0 && html`<${Choice} kind="cards" label=${t("customers.payment_for")} value=${bill} onChange=${choose} options=${[
      { value: "", label: t("customers.oldest"), note: t("customers.oldest_note") },
      ...open.map((/** @type {any} */ each) => ({ value: each.number, label: each.number, note: t("customers.bill_left", { date: date(each.business_date), amount: money(each.open) }) })),
    ]} />`}
    <${Tenders} types=${payingTypes()} rows=${rows} onChange=${setRows} amounts spends />
    ${error && html`<${Banner} kind="wrong">${error}<//>`}
  <//>`;
}

/** @param {{ taken: any, onDone: () => void }} props */
function Taken({ taken, onDone }) {
  return html`<${Dialog} title=${t("customers.payment_taken")} onClose=${onDone} foot=${html`
      <${PrintButton} text=${taken.text} /><${Button} kind="primary" onClick=${onDone} data-autofocus>${t("core.done")}<//>`}>
    <p class="count-figure"><span class="quiet">${t("customers.payment_amount")}</span><strong class="figure-large num">${money(taken.amount)}</strong></p>
    ${!isNothing(taken.change ?? "0") && html`<p class="count-figure"><span class="quiet">${t("gift.change")}</span><strong class="figure-large num">${money(taken.change)}</strong></p>`}
    <${Paper} text=${taken.text} label=${t("customers.payment_taken")} />
  <//>`;
}
