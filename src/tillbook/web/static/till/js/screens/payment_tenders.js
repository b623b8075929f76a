/** By what money comes or goes, other than for a cart: one means for all of it, or several with their amounts. */
import { html } from "../ui.js";
import { t } from "../words.js";
import { Button, IconButton } from "../parts/button.js";
import { SelectField, TextField } from "../parts/field.js";
import { FigureField } from "../parts/figure.js";
import { tenderName } from "./pay_tender.js";

/** @typedef {{ key: number, type: string, amount: string | null, reference: string }} TenderRow */

const VOUCHERS = ["gift_card", "store_credit"];
const REFERENCES = [...VOUCHERS, "card", "upi", "bank"];
let last = 0;

/** @param {string} type @param {string | null} [amount] @returns {TenderRow} */
export function newTender(type, amount = null) {
  last += 1;
  return { key: last, type, amount, reference: "" };
}

/**
 * As the API takes them. With `whole`, the one row is all of that amount.
 * @param {TenderRow[]} rows @param {string | null} [whole]
 */
export function sentTenders(rows, whole = null) {
  return rows.map(({ type, amount, reference }) => ({
    type,
    ...(rows.length === 1 && whole !== null ? { amount: whole } : amount !== null && { amount }),
    ...(reference.trim() && { reference: reference.trim() }),
  }));
}

/**
 * @param {{ types: string[], rows: TenderRow[], onChange: (rows: TenderRow[]) => void, amounts?: boolean, rest?: boolean, spends?: boolean }} props
 *   `amounts`: each row has an amount even when it is alone; `rest`: an amount left out means the rest; `spends`: a gift card's code is asked for
 */
export function Tenders({ types, rows, onChange, amounts, rest, spends }) {
  /** @param {TenderRow} row @param {Partial<TenderRow>} change */
  const put = (row, change) => onChange(rows.map((each) => (each.key === row.key ? { ...each, ...change } : each)));
  const options = types.map((type) => /** @type {[string, string]} */ ([type, tenderName(type)]));
  return html`<div class="tenders">
    ${rows.map((row) => html`<div class="tender-row" key=${row.key}>
      <${SelectField} label=${t("bills.tender")} value=${row.type} onChange=${(/** @type {string} */ type) => put(row, { type, reference: "" })} options=${options} />
      ${(amounts || rows.length > 1) && html`<${FigureField} label=${rest ? t("bills.tender_amount_rest") : t("bills.tender_amount")} value=${row.amount}
        onValue=${(/** @type {string | null} */ amount) => put(row, { amount })} />`}
      ${rows.length > 1 && html`<${IconButton} icon="trash" label=${t("bills.tender_remove", { name: tenderName(row.type) })} class="tender-remove"
        onClick=${() => onChange(rows.filter((each) => each.key !== row.key))} />`}
      ${REFERENCES.includes(row.type) && (spends || !VOUCHERS.includes(row.type)) && html`<${TextField}
        label=${VOUCHERS.includes(row.type) ? t("bills.tender_code") : t("bills.tender_reference")} value=${row.reference} class="tender-reference"
        onInput=${(/** @type {string} */ reference) => put(row, { reference })} />`}
    </div>`)}
    <div><${Button} kind="quiet" icon="plus" onClick=${() => onChange([...rows, newTender(types.find((type) => !rows.some((row) => row.type === type)) ?? types[0] ?? "cash")])}>
      ${t("bills.tender_more")}<//></div>
  </div>`;
}
