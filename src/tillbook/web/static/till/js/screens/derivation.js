/** Why this figure: each step as the server worked it out. Nothing is worked out here. */
import { html, signal } from "../ui.js";
import { money, percent, quantity } from "../format.js";
import { cart, shop } from "../state.js";
import { Sheet } from "../parts/dialog.js";
import { Banner } from "../parts/banner.js";
import { t } from "../words.js";
import { lines } from "./cart_store.js";
import { scanned } from "./till_adding.js";
import { DialogScans } from "./till_keys.js";

/** @typedef {import("./cart_store.js").Line} Line */
/** @typedef {import("../types.js").CartLine} CartLine */
/** @typedef {import("../types.js").CartView} CartView */

/** What is explained: a line, or the whole cart. */
const explained = signal(/** @type {{ line?: Line } | null} */ (null));

/** Opens the derivation of a line's figures or, without one, of the total. @param {{ line?: Line }} [what] */
export function explain(what = {}) {
  explained.value = what;
}

/** Whether an amount is none. @param {string | null | undefined} text */
const none = (text) => !text || !/[1-9]/.test(text);

/** @param {{ label: any, note?: any, amount?: any, sum?: boolean, less?: boolean }} props */
function Step({ label, note, amount, sum, less }) {
  return html`<div class=${`step-row ${sum ? "step-sum" : ""} ${less ? "step-less" : ""}`}>
    <dt><span>${label}</span>${note && html`<span class="step-note">${note}</span>`}</dt>
    <dd class="num">${amount}</dd>
  </div>`;
}

/** @param {{ amount: string }} props */
const Less = ({ amount }) => html`<bdi>−${money(amount)}</bdi>`;

/** @param {{ taxes: CartLine["taxes"] }} props */
function Taxes({ taxes }) {
  const included = shop.value?.prices_include_tax;
  return taxes.map((tax, at) => html`<${Step} key=${at} label=${tax.rate ? `${tax.name} ${percent(tax.rate)}` : tax.name}
    note=${t(included ? "cart.tax_within" : "cart.tax_on", { base: money(tax.base) })} amount=${money(tax.amount)} />`);
}

/** @param {{ discount: CartLine["discount"] }} props @returns {string} */
function byHand({ discount }) {
  if (!discount) return t("cart.off_line");
  return t("cart.discount_is", { discount: discount.percent ? percent(discount.percent) : money(discount.amount) });
}

/** What of it promotions took off, by their names. @param {{ of: { promotions: { name: string, amount: string }[] } }} props */
function Promotions({ of }) {
  return of.promotions.map((each) => html`<span key=${each.name} class="step-part"><bdi>${each.name}</bdi> <bdi class="num">−${money(each.amount)}</bdi></span>`);
}

/** @param {{ view: CartLine }} props */
function OfLine({ view }) {
  const other = view.listed_price && view.listed_price !== view.unit_price;
  const both = !none(view.discount_amount) && !none(view.bill_discount);
  return html`<dl class="steps">
    ${other && html`<${Step} label=${t("cart.price_listed")} amount=${html`<s>${money(view.listed_price)}</s>`} />`}
    <${Step} label=${t(other ? "cart.price_now" : "cart.price_one")} amount=${money(view.unit_price)} />
    <${Step} label=${t("cart.times")} amount=${`× ${quantity(view.quantity, view.unit)}`} />
    <${Step} sum label=${t("cart.subtotal")} amount=${money(view.amount)} />
    ${!none(view.discount_amount) && html`<${Step} less label=${byHand(view)} note=${!both && html`<${Promotions} of=${view} />`} amount=${html`<${Less} amount=${view.discount_amount} />`} />`}
    ${!none(view.bill_discount) && html`<${Step} less label=${t("cart.share_of_bill")} note=${!both && html`<${Promotions} of=${view} />`} amount=${html`<${Less} amount=${view.bill_discount} />`} />`}
    ${both && view.promotions.length > 0 && html`<${Step} label=${t("cart.of_it")} note=${html`<${Promotions} of=${view} />`} />`}
    ${view.taxes.length > 0 && html`<${Step} sum label=${t("cart.net")} amount=${money(view.net)} /><${Taxes} taxes=${view.taxes} />`}
    <${Step} sum label=${t(view.taxes.length ? "cart.gross" : "cart.total")} amount=${money(view.gross)} />
  </dl>`;
}

/** @param {{ view: CartView }} props */
function OfCart({ view }) {
  return html`<dl class="steps">
    <${Step} label=${t("cart.subtotal")} note=${t("cart.lines", { count: view.lines.length })} amount=${money(view.subtotal)} />
    ${!none(view.discount_amount) && html`<${Step} less label=${t("cart.discounts_all")} note=${html`<${Promotions} of=${view} />`} amount=${html`<${Less} amount=${view.discount_amount} />`} />`}
    ${view.taxes.length > 0 && html`<${Step} sum label=${t("cart.net")} amount=${money(view.net)} /><${Taxes} taxes=${view.taxes} />`}
    <${Step} sum label=${t("cart.total")} amount=${money(view.total)} />
    ${!none(view.cash?.rounding) && html`<${Step} label=${t("cart.cash_rounding")} note=${t("cart.cash_rounding_note", { coin: money(shop.value?.cash_increment) })} amount=${money(view.cash?.rounding)} />`}
    ${!none(view.cash?.rounding) && html`<${Step} sum label=${t("cart.cash_due")} amount=${money(view.cash?.due)} />`}
  </dl>
  ${view.customer?.exempt && html`<${Banner}>${t("cart.exempt")}<//>`}`;
}

/** Over the till, while a figure is explained. */
export function Derivation() {
  const what = explained.value;
  const whole = cart.value;
  if (!what || !whole) return null;
  const close = () => { explained.value = null; };
  const view = what.line?.view.value;
  if (what.line && (!view || !lines.value.includes(what.line))) return null;
  return html`<${Sheet} title=${view ? view.name : t("cart.why_total")} onClose=${close} class="derivation">
    <${DialogScans} onScan=${(/** @type {string} */ code) => { close(); void scanned(code); }} />
    ${view ? html`<${OfLine} view=${view} />` : html`<${OfCart} view=${whole} />`}
    ${whole.taxes.length > 0 && html`<p class="quiet">${t(shop.value?.prices_include_tax ? "cart.with_tax_note" : "cart.without_tax_note")}</p>`}
  <//>`;
}
