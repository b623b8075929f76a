/** Under the lines: how the total comes about, the total itself, and PAY. */
import { html } from "../ui.js";
import { money } from "../format.js";
import { cart, online, shop } from "../state.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { t } from "../words.js";
import { current, lines } from "./cart_store.js";
import { refused, revert } from "./cart_sync.js";
import { explain } from "./derivation.js";

/** @param {string | null | undefined} text */
const some = (text) => Boolean(text && /[1-9]/.test(text));

/** Whether someone gave a discount by hand. @param {import("../types.js").CartView} view */
const byHand = (view) => Boolean(view.discount) || view.lines.some((line) => line.discount);

/** @param {{ label: string, amount: string, less?: boolean, tax?: boolean }} props a row that says why when pressed */
function Row({ label, amount, less, tax }) {
  return html`<button type="button" class=${`sum-row ${tax ? "sum-tax" : ""}`} onClick=${() => explain()}><bdi class="sum-label">${label}</bdi>
    <bdi class="num">${less ? "−" : ""}${money(amount)}</bdi></button>`;
}

function Sums() {
  const view = cart.value;
  if (!view) return null;
  return html`
    ${view.promotions.map((each) => html`<${Row} key=${each.name} less label=${each.name} amount=${each.amount} />`)}
    ${some(view.discount_amount) && (byHand(view) || view.promotions.length === 0) && html`<${Row} less label=${t(view.promotions.length ? "cart.discounts_all" : "cart.discounts")} amount=${view.discount_amount} />`}
    ${view.taxes.map((tax, at) => html`<${Row} key=${at} tax label=${t(shop.value?.prices_include_tax ? "cart.tax_included" : "cart.tax_added", { tax: tax.name })} amount=${tax.amount} />`)}`;
}

function Alarm() {
  const view = cart.value;
  if (refused.value) {
    return html`<${Banner} kind="wrong" act=${html`<${Button} size="small" onClick=${revert}>${t("cart.undo")}<//>`}>${refused.value.message}<//>`;
  }
  if (view?.trouble && !view.trouble.path?.startsWith("lines")) return html`<${Banner} kind="warning">${view.trouble.message}<//>`;
  if (view?.total_changed) {
    return html`<${Banner} kind="warning">${t("cart.total_changed")} <s class="num">${money(view.total_changed.was)}</s> → <strong class="num">${money(view.total_changed.now)}</strong><//>`;
  }
  return null;
}

/** @param {{ onPay: () => void }} props */
export function CartFoot({ onPay }) {
  const view = cart.value;
  const count = lines.value.length;
  const stale = !current.value;
  const amount = view && count ? money(view.total) : "";
  const unpriced = Boolean(view && count && view.total === null && !stale);
  return html`<footer class="cart-foot" data-stale=${stale ? "true" : undefined}>
    <${Alarm} />
    <div class="sums">${count > 0 && html`<${Sums} />`}</div>
    <button type="button" class="total" disabled=${!amount} onClick=${() => explain()}>
      <span class="total-label">${t("cart.total")}<span class="unseen">, ${t("cart.why")}</span><span class="total-count">${t("cart.lines", { count })}</span></span>
      <span class="total-figure num" aria-live="polite">${amount || (unpriced ? "–" : html`<span class=${count ? "line-wait" : ""}>${count ? "" : money("0")}</span>`)}</span>
    </button>
    <${Button} kind="primary" size="large" wide class="pay-button" keys="F12" disabled=${count === 0 || !online.value} onClick=${onPay}>${t("pay.pay")}<//>
  </footer>`;
}
