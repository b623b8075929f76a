/** Goods by search or scan, with how many: what is taken in an exchange, or comes back without a bill. */
import { html, useEffect, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { money, quantity } from "../format.js";
import { useScan } from "../scan.js";
import { t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { IconButton } from "../parts/button.js";
import { FigureField } from "../parts/figure.js";
import { Icon } from "../parts/icon.js";
import { SelectField, TextField } from "../parts/field.js";
import { Stepper } from "../parts/stepper.js";
import { toast, toastProblem } from "../parts/toast.js";
import { PLACES } from "./returns_lines.js";

/**
 * @typedef {{ sku: string, name: string, quantity: string, unit: string, listed: string, price: string | null, to: string, lot: string, lots: boolean }} Good
 *   `price` is one by hand, `listed` that of the shop
 */

/** @param {any} found @param {string} [much] @returns {Good} */
function goodOf(found, much = "1") {
  return {
    sku: found.sku, name: found.name, quantity: much, unit: found.unit, listed: found.price, price: null, to: "sellable", lot: "",
    lots: Boolean(found.lot_tracked),
  };
}

/** @param {{ goods: Good[], onChange: (goods: Good[]) => void, back?: boolean }} props `back`: they come back, so that a price and a place are asked */
export function Goods({ goods, onChange, back }) {
  /** @param {Good} good */
  const add = (good) => {
    const same = goods.find((each) => each.sku === good.sku);
    if (!same) onChange([...goods, good]);
    else if (/^\d+$/.test(same.quantity)) put(same, { quantity: String(Number(same.quantity) + 1) });
  };
  /** @param {Good} good @param {Partial<Good>} change */
  const put = (good, change) => onChange(goods.map((each) => (each.sku === good.sku ? { ...each, ...change } : each)));
  /** @param {string} code */
  const scanned = (code) => {
    api.get(`/codes/${encodeURIComponent(code)}`).then((found) => add(goodOf(found, found.quantity)), toastProblem);
  };
  useScan(scanned);
  return html`<section class="card">
    <h2 class="card-title">${back ? t("returns.goods_back") : t("returns.goods_taken")}</h2>
    <${Find} onFound=${(/** @type {any} */ found) => add(goodOf(found))} onCode=${scanned} />
    ${goods.length > 0 && html`<ul class="back-lines">${goods.map((good) => html`<li class="back-line" key=${good.sku} data-taken="true">
      <div class="back-what"><span class="back-name">${good.name}</span><span class="quiet num">${money(good.listed)}</span></div>
      <div class="back-much">
        ${/^\d+$/.test(good.quantity) && ["piece", "pieces", "pc", "pcs", ""].includes(good.unit)
          ? html`<${Stepper} label=${t("returns.how_many", { name: good.name })} hideLabel min=${1} value=${Number(good.quantity)} onChange=${(/** @type {number} */ count) => put(good, { quantity: String(count) })} />`
          : html`<${FigureField} label=${t("returns.how_many", { name: good.name })} hideLabel kind="quantity" unit=${good.unit} value=${good.quantity}
              onValue=${(/** @type {string | null} */ value) => put(good, { quantity: value ?? "" })} />`}
        <${IconButton} icon="trash" label=${t("returns.remove", { name: good.name })} onClick=${() => {
          const before = goods;
          onChange(goods.filter((each) => each.sku !== good.sku));
          toast(t("returns.removed", { name: good.name }), "note", { act: { label: t("returns.undo"), run: () => onChange(before) } });
        }} />
      </div>
      ${back && html`<div class="back-where">
        <${FigureField} label=${t("returns.price")} hint=${t("returns.price_hint", { price: money(good.listed) })} value=${good.price} onValue=${(/** @type {string | null} */ price) => put(good, { price })} />
        <${SelectField} label=${t("returns.to")} value=${good.to} onChange=${(/** @type {string} */ to) => put(good, { to })}
          options=${PLACES.map((place) => [place, t(`returns.to_${place}`)])} />
        ${good.lots && html`<${TextField} label=${t("returns.lot")} value=${good.lot} onInput=${(/** @type {string} */ lot) => put(good, { lot })} />`}
      </div>`}
    </li>`)}</ul>`}
  </section>`;
}

/** @param {{ onFound: (product: any) => void, onCode: (code: string) => void }} props */
function Find({ onFound, onCode }) {
  const [text, setText] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const wanted = text.trim();
  const found = useAnswer((signal) => api.get("/products", { query: { search: wanted, limit: 8 }, signal }), [wanted], { wait: 120, when: wanted !== "" });
  const products = wanted ? found.data?.products ?? [] : [];
  useEffect(() => {
    if (products.length) field.current?.closest(".find")?.scrollIntoView({ block: "nearest" });
  }, [found.data]);
  /** @param {any} product */
  const take = (product) => {
    setText("");
    onFound(product);
    field.current?.focus();
  };
  return html`<div class="find">
    <${TextField} label=${t("returns.product")} value=${text} onInput=${setText} inputRef=${field} before=${html`<span class="input-mark"><${Icon} name="search" size=${20} /></span>`}
      hint=${wanted && !found.loading && !products.length ? t("returns.no_product") : t("returns.product_hint")}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Enter" || !wanted) return;
        event.preventDefault();
        if (products.length && !found.loading) take(products[0]);
        else {
          setText("");
          onCode(wanted);
        }
      }} />
    ${products.length > 0 && html`<ul class="find-list">${products.map((/** @type {any} */ product) => html`<li key=${product.sku}>
      <button type="button" class="list-row" onClick=${() => take(product)}>
        <span class="list-text"><span class="list-title">${product.name}</span><span class="list-note num">${product.sku} · ${t("returns.there", { count: quantity(product.available, product.unit) })}</span></span>
        <span class="list-end num">${money(product.price)}</span></button></li>`)}</ul>`}
  </div>`;
}
