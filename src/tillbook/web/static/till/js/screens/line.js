/** One line of the cart. It reads only its own signals, so that in a long cart only what changed is drawn again. */
import { html, useEffect, useRef } from "../ui.js";
import { money, percent, quantity } from "../format.js";
import { shop } from "../state.js";
import { Icon } from "../parts/icon.js";
import { t } from "../words.js";
import { agreePrices, change, choose, step } from "./cart_store.js";
import { isLabel } from "./cart_body.js";
import { isNothing, oneLess } from "./cart_quantity.js";
import { editing } from "./line_edit.js";
import { voidLine } from "./line_void.js";
import { explain } from "./derivation.js";

/** @typedef {import("./cart_store.js").Line} Line */
/** @typedef {import("../types.js").CartLine} CartLine */

/** What the line comes to, as the shop shows prices. @param {CartLine} view */
export function lineTotal(view) {
  return shop.value?.prices_include_tax ? view.gross : view.net;
}

/** A label of its own: its quantity is what the scales said. @param {{ line: Line }} props */
function OfLabel({ line }) {
  const view = line.view.value;
  return html`<div class="line-steps">
    <button type="button" class="step" tabindex="-1" aria-label=${t("cart.void_line", { name: line.known.name })} onClick=${() => voidLine(line)}><${Icon} name="trash" size=${20} /></button>
    <span class="step-figure num">${view ? quantity(view.quantity, view.unit) : ""}</span>
  </div>`;
}

/** @param {{ line: Line }} props */
function Stepper({ line }) {
  const { quantity: wanted } = line.entered.value;
  const { name } = line.known;
  if (isLabel(line.known)) return html`<${OfLabel} line=${line} />`;
  const last = oneLess(wanted) === null;
  return html`<div class="line-steps" role="group" aria-label=${t("cart.quantity_of", { name })}>
    <button type="button" class="step" tabindex="-1" aria-label=${t(last ? "cart.void_line" : "cart.one_less", { name })} onClick=${() => step(line, -1, voidLine)}>
      <${Icon} name=${last ? "trash" : "minus"} size=${20} /></button>
    <button type="button" class="step-figure num" tabindex="-1" aria-label=${t("cart.quantity_is", { quantity: quantity(wanted, line.known.unit) })} onClick=${() => { choose(line); editing.value = line; }}>${quantity(wanted, line.known.unit)}</button>
    <button type="button" class="step" tabindex="-1" aria-label=${t("cart.one_more", { name })} onClick=${() => step(line, 1, voidLine)}><${Icon} name="plus" size=${20} /></button>
  </div>`;
}

/** @param {{ view: CartLine }} props what the shop or the person took off, and what is left of the product */
function Notes({ view }) {
  const cut = view.discount ? (view.discount.percent ? percent(view.discount.percent) : money(view.discount.amount)) : "";
  return html`<span class="line-notes">
    ${view.lot && html`<span class="line-note">${t("cart.lot_is", { lot: view.lot })}</span>`}
    ${view.discount && html`<span class="line-cut"><${Icon} name="tag" size=${16} />${t("cart.discount_is", { discount: cut })}</span>`}
    ${view.promotions.map((each) => html`<span key=${each.name} class="line-cut"><${Icon} name="tag" size=${16} /><bdi>${each.name}</bdi> <bdi class="num">−${money(each.amount)}</bdi></span>`)}
    ${view.note && html`<span class="line-note"><${Icon} name="note" size=${16} />${view.note}</span>`}
    <span class="line-left">${t("cart.left", { quantity: quantity(view.available, view.unit) })}</span>
  </span>`;
}

/** Too little is there, as the cashier is asked at the counter. @param {{ line: Line, view: CartLine }} props */
function Short({ line, view }) {
  const some = !isNothing(view.sold_quantity);
  return html`<div class="line-alarm" role="alert">
    <span class="line-alarm-text"><${Icon} name="warning" size=${20} />${some ? t("cart.short", { quantity: quantity(view.sold_quantity, view.unit) }) : t("cart.short_none")}</span>
    <span class="line-alarm-acts">
      ${some && html`<button type="button" class="button button-small button-primary" onClick=${() => change(line, { quantity: view.sold_quantity })}>${t("cart.short_sell", { quantity: quantity(view.sold_quantity, view.unit) })}</button>
        <button type="button" class="button button-small" onClick=${() => { choose(line); editing.value = line; }}>${t("cart.short_change")}</button>`}
      <button type="button" class="button button-small" onClick=${() => voidLine(line)}>${t("core.remove")}</button>
    </span>
  </div>`;
}

/** @param {{ line: Line, view: CartLine }} props */
function Alarms({ line, view }) {
  return html`
    ${view.price_changed && html`<p class="line-change"><${Icon} name="info" size=${20} />${t("cart.price_changed")} <s class="num">${money(view.price_changed.was)}</s> → <strong class="num">${money(view.price_changed.now)}</strong>
      <button type="button" class="button button-small" onClick=${agreePrices}>${t("cart.price_told")}</button></p>`}
    ${view.gone && html`<div class="line-alarm" role="alert"><span class="line-alarm-text"><${Icon} name="warning" size=${20} />${t("cart.gone")}</span>
      <span class="line-alarm-acts"><button type="button" class="button button-small" onClick=${() => voidLine(line)}>${t("core.remove")}</button></span></div>`}
    ${view.short && !view.gone && !line.stale.value && html`<${Short} line=${line} view=${view} />`}`;
}

/** @param {{ line: Line }} props */
export function LineRow({ line }) {
  const view = line.view.value;
  const stale = line.stale.value;
  const chosen = line.chosen.value;
  const own = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { if (chosen) own.current?.scrollIntoView({ block: "nearest" }); }, [chosen, line.entered.value.quantity, view === null, view?.short, view?.promotions.length]);
  const name = view?.name || line.known.name;
  const unit = view?.unit_price ?? line.known.price;
  return html`<li ref=${own} class=${`line ${view?.short || view?.gone ? "line-wrong" : ""}`} aria-current=${chosen ? "true" : undefined} data-stale=${stale ? "true" : undefined}>
    <button type="button" class="line-main" onClick=${() => { choose(line); editing.value = line; }}>
      <span class="line-name"><bdi>${name}</bdi><span class="unseen">, ${t("cart.edit_line")}</span></span>
      <span class="line-unit num">${money(unit)}${view && view.by_hand && view.listed_price ? html` <s>${money(view.listed_price)}</s>` : ""}</span>
    </button>
    <${Stepper} line=${line} />
    <button type="button" class="line-total num" disabled=${!view?.gross} aria-label=${view ? t("cart.why_line", { name, amount: money(lineTotal(view)) }) : t("core.loading")}
      onClick=${() => { choose(line); explain({ line }); }}>${view ? money(lineTotal(view)) || "–" : html`<span class="line-wait"></span>`}</button>
    ${view && html`<${Notes} view=${view} />`}
    ${view && html`<${Alarms} line=${line} view=${view} />`}
  </li>`;
}
