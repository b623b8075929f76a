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

/** @param {{ label: string, amount: string, less?: boolean }} props a row that says why when pressed */
function Row({ label, amount, less }) {
  return html`<button type="button" class="sum-row" onClick=${() => explain()}><span class="sum-label">${label}</span>
    <bdi class="num">${less ? "−" : ""}${money(amount)}</bdi></button>`;
}

function Sums() {
  const view = cart.value;
  if (!view) return null;
  return html`
    ${view.promotions.map((each) => html`<${Row} key=${each.name} less label=${each.name} amount=${each.amount} />`)}
    ${some(view.discount_amount) && html`<${Row} less label=${t("cart.discounts")} amount=${view.discount_amount} />`}
    ${view.taxes.map((tax, at) => html`<${Row} key=${at} label=${t(shop.value?.prices_include_tax ? "cart.tax_included" : "cart.tax_added", { tax: tax.name })} amount=${tax.amount} />`)}`;
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
    <button type="button" class="total" disabled=${!amount} aria-label=${amount ? t("cart.why_total_is", { amount }) : t("cart.total")} onClick=${() => explain()}>
      <span class="total-label">${t("cart.total")}<span class="total-count">${t("cart.lines", { count })}</span></span>
      <span class="total-figure num" aria-live="polite">${amount || (unpriced ? "–" : html`<span class=${count ? "line-wait" : ""}>${count ? "" : money("0")}</span>`)}</span>
    </button>
    <${Button} kind="primary" size="large" wide class="pay-button" keys="F12" disabled=${count === 0 || !online.value} onClick=${onPay}>${t("pay.pay")}<//>
  </footer>`;
}
