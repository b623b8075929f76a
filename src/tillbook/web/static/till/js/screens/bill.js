/** The bill of the sale just posted: the change in large figures, the paper, and the next customer by one key. */
import { html, useEffect, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { money } from "../format.js";
import { useKeys } from "../keys.js";
import { useScan } from "../scan.js";
import { t } from "../words.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, TextField } from "../parts/field.js";
import { Icon } from "../parts/icon.js";
import { Skeleton } from "../parts/list.js";
import { toast, toastProblem } from "../parts/toast.js";
import { Problem } from "../problem.js";
import { paperKind, paperPath, print, PrintSheet, setPaper } from "./bill_print.js";
import { bill } from "./pay_store.js";
import { tenderName } from "./pay_tender.js";
import { scanned } from "./till_adding.js";

const SCREEN_COLUMNS = 42;

/** @param {{ number: string }} props */
function Paper({ number }) {
  const [text, setText] = useState("");
  const [lost, setLost] = useState(false);
  useEffect(() => {
    api.get(paperPath(number), { query: { columns: SCREEN_COLUMNS } }).then((found) => setText(found.text), () => setLost(true));
  }, [number]);
  if (lost) return html`<p class="quiet">${t("pay.no_paper")}</p>`;
  return html`<div class="bill-paper" tabindex="0" role="document" aria-label=${t("pay.bill_of", { number })}>${text ? html`<pre dir="ltr">${text}</pre>` : html`<${Skeleton} rows=${8} kind="line" />`}</div>`;
}

/** @param {{ number: string, first: string, onDone: () => void }} props */
function Mail({ number, first, onDone }) {
  const [to, setTo] = useState(first);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  /** @param {Event} event */
  const send = async (event) => {
    event.preventDefault();
    if (busy || !to.trim()) return;
    setBusy(true);
    setError("");
    try {
      await api.post(`/sales/${encodeURIComponent(number)}/mail`, { to: to.trim() });
      toast(t("pay.mail_sent", { to: to.trim() }), "done");
      onDone();
    } catch (problem) {
      setBusy(false);
      setError(problem instanceof Problem ? problem.message : t("core.unreachable"));
    }
  };
  return html`<form class="bill-mail" onSubmit=${send}>
    <${TextField} label=${t("pay.mail_to")} type="email" value=${to} onInput=${(/** @type {string} */ text) => { setTo(text); setError(""); }} error=${error} required data-autofocus />
    <div class="row row-end"><${Button} onClick=${onDone}>${t("core.cancel")}<//><${Button} type="submit" kind="primary" icon="mail" busy=${busy} disabled=${!to.trim()}>${t("pay.mail_send")}<//></div>
  </form>`;
}

/** @param {{ sold: any }} props */
function Told({ sold }) {
  const change = /[1-9]/.test(sold.change ?? "");
  return html`<div class="bill-told">
    <p class="bill-paid"><${Icon} name="check" size=${32} /><span>${t("pay.paid")}</span></p>
    <p class="bill-change" role="status"><span>${t(change ? "pay.change" : "pay.no_change")}</span><strong class="num">${money(change ? sold.change : sold.due ?? sold.total)}</strong></p>
    <dl class="bill-facts">
      <div><dt>${t("cart.total")}</dt><dd class="num">${money(sold.total)}</dd></div>
      ${sold.tenders.map((/** @type {any} */ each, /** @type {number} */ at) => html`<div key=${at}><dt>${tenderName(each.type)}</dt><dd class="num">${money(each.amount)}</dd></div>`)}
      <div><dt>${t("pay.bill_number")}</dt><dd class="num">${sold.number}</dd></div>
    </dl>
  </div>`;
}

/** @param {{ sold: any }} props */
function Shown({ sold }) {
  const [mailing, setMailing] = useState(false);
  const [busy, setBusy] = useState(false);
  const start = useRef(/** @type {HTMLElement | null} */ (null));
  const next = () => { bill.value = null; };
  const onPrint = () => {
    setBusy(true);
    print(sold).catch(toastProblem).finally(() => setBusy(false));
  };
  useEffect(() => { start.current = document.getElementById("bill-next"); start.current?.focus(); }, [mailing]);
  return html`<${Dialog} title=${t("pay.bill_title")} hideTitle wide onClose=${mailing ? () => setMailing(false) : next} class="bill">
    <${Keys} next=${next} print=${onPrint} mail=${() => setMailing(true)} off=${mailing} />
    <div class="bill-columns">
      <div class="bill-side">
        <${Told} sold=${sold} />
        ${mailing ? html`<${Mail} number=${sold.number} first=${sold.customer?.email ?? ""} onDone=${() => setMailing(false)} />` : html`
          <div class="bill-acts">
            <${Button} id="bill-next" kind="primary" size="large" wide keys="Enter" onClick=${next}>${t("pay.next")}<//>
            <${Button} icon="print" keys="P" busy=${busy} onClick=${onPrint}>${t("pay.print")}<//>
            <${Button} icon="mail" keys="M" onClick=${() => setMailing(true)}>${t("pay.mail")}<//>
          </div>
          <${Choice} label=${t("pay.paper")} value=${paperKind.value} onChange=${setPaper} options=${[{ value: "58", label: "\u200e58 mm" }, { value: "80", label: "\u200e80 mm" }, { value: "a4", label: "A4" }]} />`}
        ${sold.code_url && !mailing && html`<figure class="bill-code"><img src=${sold.code_url} alt=${t("pay.number_code", { number: sold.number })} width="96" height="96" /><figcaption class="quiet">${t("pay.number_code_note")}</figcaption></figure>`}
      </div>
      <${Paper} number=${sold.number} />
    </div>
  <//><${PrintSheet} />`;
}

/** The bill's keys; a scan is the next customer's first product. @param {{ next: () => void, print: () => void, mail: () => void, off: boolean }} props */
function Keys({ next, print: onPrint, mail, off }) {
  useKeys(off ? [] : [
    ["Enter", "pay.next", next], ["F12", "pay.next", next], ["Ctrl+Enter", "pay.next", next], ["p", "pay.print", onPrint], ["P", "pay.print", onPrint], ["m", "pay.mail", mail], ["M", "pay.mail", mail],
  ]);
  useScan((code) => { next(); void scanned(code); });
  return null;
}

/** Over the till, until the next customer. */
export function Bill() {
  const sold = bill.value;
  return sold && html`<${Shown} key=${sold.number} sold=${sold} />`;
}
