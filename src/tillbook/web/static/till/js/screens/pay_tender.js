/** One means of payment: its amount, and what goes with it. */
import { html, useEffect, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { money } from "../format.js";
import { cart, shop } from "../state.js";
import { useKeys } from "../keys.js";
import { hasWord, t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { TextField } from "../parts/field.js";
import { FigureField } from "../parts/figure.js";
import { Problem } from "../problem.js";
import { cartId } from "./cart_store.js";
import { counting, tender } from "./pay_store.js";
import { DialogScans } from "./till_keys.js";

const REFERENCE_MAX = 64;
/** Means whose reference is a secret code. */
const VOUCHERS = new Set(["gift_card", "store_credit"]);

/** @type {Record<string, string>} */
const ICONS = { cash: "cash", card: "card", upi: "code", bank: "shop", credit: "user", gift_card: "gift", store_credit: "return" };

/** @param {string} type */
export const tenderIcon = (type) => ICONS[type] ?? "card";
/** @param {string} type */
export const tenderName = (type) => (hasWord(`pay.type_${type}`) ? t(`pay.type_${type}`) : type);

/** @param {{ type: string, amount: string }} props the customer's telephone reads it and pays */
function PaymentCode({ type, amount }) {
  const [lost, setLost] = useState(false);
  const address = api.address(`/carts/${encodeURIComponent(cartId.value)}/payment-code?type=${encodeURIComponent(type)}&amount=${encodeURIComponent(amount)}`);
  useEffect(() => setLost(false), [address]);
  if (lost) return html`<${Banner} kind="warning">${t("pay.no_code")}<//>`;
  return html`<figure class="pay-code"><img src=${address} alt=${t("pay.code_for", { amount: money(amount) })} width="240" height="240" onError=${() => setLost(true)} />
    <figcaption>${t("pay.code_show")}</figcaption></figure>`;
}

/** @param {{ code: string }} props what is on a gift card, by asking with its code in the body, never in an address */
function Balance({ code }) {
  const [found, setFound] = useState(/** @type {{ balance?: string, problem?: string }} */ ({}));
  const ask = () => {
    api.post("/gift-cards/balance", { code: code.trim() }).then(
      ({ balance }) => setFound({ balance }),
      (problem) => setFound({ problem: problem instanceof Problem ? problem.message : t("core.unreachable") }),
    );
  };
  return html`<div class="row"><${Button} size="small" disabled=${!code.trim()} onClick=${ask}>${t("pay.balance")}<//>
    <span role="status">${found.balance ? t("pay.balance_is", { amount: money(found.balance) }) : found.problem ?? ""}</span></div>`;
}

/** @param {{ customer: NonNullable<import("../types.js").CartView["customer"]> | null }} props */
function OnAccount({ customer }) {
  if (!customer?.code) return html`<${Banner} kind="warning">${t("pay.credit_whom")}<//>`;
  return html`<${Banner}>${t("pay.credit_of", { name: customer.name, owes: money(customer.owes) || money("0") })} ${customer.credit_left !== null ? t("pay.credit_left", { amount: money(customer.credit_left) }) : ""}<//>`;
}

/** @param {{ type: string, onBack: () => void }} props */
export function TenderForm({ type, onBack }) {
  const view = cart.value;
  const [amount, setAmount] = useState(() => cart.peek()?.rest_other ?? null);
  const [reference, setReference] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const voucher = VOUCHERS.has(type);
  useEffect(() => { field.current?.focus(); field.current?.select(); }, []);
  const ready = Boolean(amount) && (!voucher || Boolean(reference.trim())) && (type !== "credit" || Boolean(view?.customer?.code));
  const send = () => {
    if (!ready || !amount || counting.peek()) return;
    void tender({ type, amount, ...(reference.trim() ? { reference: reference.trim() } : {}) }).then(onBack);
  };
  useKeys([["Ctrl+Enter", "core.ok", send]]);
  const asksCode = shop.value?.payment_codes?.includes(type);
  return html`<div class="pay-form">
    <h3 class="pay-form-title">${tenderName(type)}</h3>
    ${asksCode && amount && html`<${PaymentCode} type=${type} amount=${amount} />`}
    ${type === "credit" && html`<${OnAccount} customer=${view?.customer ?? null} />`}
    ${voucher && html`<${DialogScans} onScan=${setReference} /><${TextField} label=${t("pay.code")} value=${reference} onInput=${setReference} inputRef=${field} maxlength=${REFERENCE_MAX} class="code-field" autocapitalize="characters"
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") send(); }} /><${Balance} code=${reference} />`}
    <${FigureField} label=${t("pay.amount")} value=${amount} onValue=${setAmount} onEnter=${send} inputRef=${voucher ? undefined : field} required />
    ${!voucher && type !== "credit" && html`<${TextField} label=${t("pay.reference")} hint=${t(type === "card" ? "pay.reference_card" : "pay.reference_hint")} value=${reference} onInput=${setReference} maxlength=${REFERENCE_MAX}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") send(); }} />`}
    <div class="row row-end">
      <${Button} onClick=${onBack}>${t("core.back")}<//>
      <${Button} kind="primary" size="large" busy=${counting.value} disabled=${!ready} onClick=${send}>${t(asksCode || type === "card" ? "pay.received" : "pay.take")}<//>
    </div>
  </div>`;
}
