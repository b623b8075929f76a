/** A discount by hand: a percentage or an amount, of a line or of the whole cart. */
import { html, signal, useRef, useState } from "../ui.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, TextField } from "../parts/field.js";
import { FigureField } from "../parts/figure.js";
import { t } from "../words.js";
import { billDiscount, coupons, setBillDiscount, setCoupons } from "./cart_store.js";
import { DialogKeys } from "./till_keys.js";

/** @typedef {import("./cart_store.js").Discount} Discount */

/** Whether the discount of the whole cart is being entered. */
export const discounting = signal(false);

/** @param {string | null} value @param {string} kind @returns {Discount | null} */
function discountOf(value, kind) {
  if (!value || !/[1-9]/.test(value)) return null;
  return kind === "percent" ? { percent: value } : { amount: value };
}

/** @param {{ value: Discount | null, onChange: (discount: Discount | null) => void, onEnter?: () => void, inputRef?: any }} props */
export function DiscountFields({ value, onChange, onEnter, inputRef }) {
  const [kind, setKind] = useState(value?.amount ? "amount" : "percent");
  const figure = value?.percent ?? value?.amount ?? null;
  return html`<div class="pair pair-discount">
    <${FigureField} label=${t("cart.discount")} kind=${kind === "percent" ? "percent" : "money"} value=${figure} inputRef=${inputRef}
      onValue=${(/** @type {string | null} */ found) => onChange(discountOf(found, kind))} onEnter=${onEnter} placeholder="0" />
    <${Choice} label=${t("cart.discount_kind")} value=${kind} options=${[{ value: "percent", label: t("cart.percent") }, { value: "amount", label: t("cart.amount") }]}
      onChange=${(/** @type {string} */ to) => { setKind(to); onChange(discountOf(figure, to)); }} />
  </div>`;
}

function Ask() {
  const [discount, setDiscount] = useState(billDiscount.peek());
  const [codes, setCodes] = useState(coupons.peek().join(" "));
  const field = useRef(null);
  const close = () => { discounting.value = false; };
  const done = () => {
    close();
    const wanted = codes.split(/[\s,;]+/).filter(Boolean);
    if (JSON.stringify(discount) !== JSON.stringify(billDiscount.peek())) setBillDiscount(discount);
    if (JSON.stringify(wanted) !== JSON.stringify(coupons.peek())) setCoupons(wanted);
  };
  return html`<${Dialog} title=${t("cart.bill_discount")} onClose=${close} start=${field}
    foot=${html`<${Button} onClick=${() => { setDiscount(null); setCodes(""); }}>${t("core.clear")}<//><${Button} kind="primary" onClick=${done}>${t("core.done")}<//>`}>
    <${DialogKeys} keys=${[["Enter", "core.done", done], ["Ctrl+Enter", "core.done", done]]} />
    <${DiscountFields} value=${discount} onChange=${setDiscount} onEnter=${done} inputRef=${field} />
    <${TextField} label=${t("cart.coupons")} hint=${t("cart.coupons_hint")} value=${codes} onInput=${setCodes}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") done(); }} />
  <//>`;
}

export function BillDiscount() {
  return discounting.value && html`<${Ask} />`;
}
