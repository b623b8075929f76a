/** The bill on paper: a roll of 58 or 80 mm as the till's own paper, or a sheet of A4; by the browser's printing. */
import { html, createPortal, signal } from "../ui.js";
import { api } from "../api.js";
import { amount, dateTime, money, percent, quantity } from "../format.js";
import { shop } from "../state.js";
import { kept, keep } from "../store.js";
import { t } from "../words.js";
import { tenderName } from "./pay_tender.js";

/** @type {Record<string, number>} */
const COLUMNS = { 58: 32, 80: 48 };

/** "58", "80" or "a4", as this browser's printer has it. */
export const paperKind = signal(kept("paper", "80"));
/** What is on its way to the printer. */
const sheet = signal(/** @type {{ kind: string, text?: string, bill?: any } | null} */ (null));

/** @param {string} kind */
export function setPaper(kind) {
  paperKind.value = kind;
  keep("paper", kind);
}

/** @param {string} number */
export const paperPath = (number) => `/sales/${encodeURIComponent(number)}/paper`;

/** @param {any} bill */
export async function print(bill) {
  const kind = paperKind.peek();
  const columns = COLUMNS[kind];
  sheet.value = columns ? { kind, text: (await api.get(paperPath(bill.number), { query: { columns } })).text } : { kind, bill };
  await new Promise((go) => { requestAnimationFrame(() => setTimeout(go, 60)); });
  window.print();
}

/** What is off a line, by the names of the promotions, or in one figure. @param {{ line: any }} props */
function Off({ line }) {
  if (line.promotions?.length) return line.promotions.map((/** @type {any} */ each) => html`<small key=${each.name}>${each.name} −${amount(each.amount)}</small>`);
  return /[1-9]/.test(line.discount ?? "") ? html`<small>${t("cart.discount")} −${amount(line.discount)}</small>` : "";
}

/** @param {{ bill: any }} props */
function Sheet({ bill }) {
  const facts = [[t("pay.bill_number"), bill.number], [t("pay.bill_date"), dateTime(bill.posted_at)], [t("pay.bill_cashier"), bill.cashier]];
  return html`<article class="a4">
    <header class="a4-head"><h1>${shop.value?.name}</h1>
      <dl>${facts.map(([label, value]) => html`<div key=${label}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></header>
    ${bill.customer && html`<p class="a4-buyer">${[bill.customer.name, bill.customer.phone, bill.customer.email].filter(Boolean).join(" · ")}</p>`}
    <table><thead><tr><th>${t("pay.bill_product")}</th><th>${t("cart.quantity")}</th><th>${t("cart.price_one")}</th><th>${t("cart.gross")}</th></tr></thead>
      <tbody>${bill.lines.map((/** @type {any} */ line, /** @type {number} */ at) => html`<tr key=${at}><td>${line.name}<${Off} line=${line} /></td><td>${quantity(line.quantity, line.unit)}</td><td>${amount(line.unit_price)}</td><td>${amount(line.gross)}</td></tr>`)}</tbody>
      <tfoot>
        <tr><td colspan="3">${t("cart.net")}</td><td>${amount(bill.net)}</td></tr>
        ${bill.taxes.map((/** @type {any} */ tax, /** @type {number} */ at) => html`<tr key=${at}><td colspan="3">${tax.name} ${tax.rate ? percent(tax.rate) : ""}</td><td>${amount(tax.amount)}</td></tr>`)}
        <tr class="a4-total"><td colspan="3">${t("cart.total")}</td><td>${money(bill.total)}</td></tr>
        ${/[1-9]/.test(bill.cash_rounding ?? "") && html`<tr><td colspan="3">${t("cart.cash_rounding")}</td><td>${amount(bill.cash_rounding)}</td></tr>`}
        ${bill.tenders.map((/** @type {any} */ each, /** @type {number} */ at) => html`<tr key=${`t${at}`}><td colspan="3">${tenderName(each.type)}</td><td>${amount(each.amount)}</td></tr>`)}
        ${/[1-9]/.test(bill.change ?? "") && html`<tr><td colspan="3">${t("pay.change")}</td><td>${amount(bill.change)}</td></tr>`}
      </tfoot></table>
  </article>`;
}

/** What the printer sees, and the screen does not. */
export function PrintSheet() {
  const now = sheet.value;
  if (!now) return null;
  const inside = now.text === undefined ? html`<${Sheet} bill=${now.bill} />` : html`<pre>${now.text}</pre>`;
  return createPortal(html`<div class=${`print-sheet print-${now.kind}`} aria-hidden="true" dir=${now.text === undefined ? undefined : "ltr"}>${inside}</div>`, document.body);
}
