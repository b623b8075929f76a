/** The cart: who buys, the lines, the sum. */
import { html, useEffect } from "../ui.js";
import { money } from "../format.js";
import { cart } from "../state.js";
import { go } from "../routes.js";
import { IconButton } from "../parts/button.js";
import { Icon } from "../parts/icon.js";
import { Empty, Skeleton } from "../parts/list.js";
import { t } from "../words.js";
import { buyer, isEmpty, lines } from "./cart_store.js";
import { opening } from "./cart_sync.js";
import { CartFoot } from "./cart_foot.js";
import { discounting } from "./cart_discount.js";
import { holding } from "./cart_hold.js";
import { picking } from "./customer_pick.js";
import { LineRow } from "./line.js";
import { voidCart } from "./line_void.js";

function Buyer() {
  const who = cart.value?.customer ?? null;
  const entered = buyer.value;
  const name = who?.name || entered?.name || entered?.phone || "";
  const notes = [who?.phone || entered?.phone || "", who && /[1-9]/.test(who.owes) ? t("cart.owes", { amount: money(who.owes) }) : "", who?.exempt ? t("cart.exempt_short") : ""];
  return html`<button type="button" class="buyer" onClick=${() => { picking.value = true; }}>
    <${Icon} name="user" />
    <span class="buyer-text"><span class="buyer-name"><bdi>${name || t("cart.customer")}</bdi></span>
      ${name && html`<span class="buyer-note">${notes.filter(Boolean).map((note, at) => html`${at ? " · " : ""}<bdi>${note}</bdi>`)}</span>`}</span>
    <kbd class="key" aria-hidden="true">F3</kbd>
  </button>`;
}

function Acts() {
  const empty = isEmpty.value;
  return html`<div class="cart-acts">
    <${IconButton} icon="tag" label=${t("cart.bill_discount_key")} disabled=${empty} onClick=${() => { discounting.value = true; }} />
    <${IconButton} icon="pause" label=${t("cart.hold_key")} disabled=${empty} onClick=${() => { holding.value = true; }} />
    <${IconButton} icon="carts" label=${t("cart.carts_key")} class="cart-acts-carts" onClick=${() => go("carts")} />
    <${IconButton} icon="trash" label=${t("cart.void_cart")} disabled=${empty} onClick=${voidCart} />
  </div>`;
}

/** Keeps the line that was worked on in sight when the sum below it grows. */
function useInSight() {
  const rows = (cart.value?.promotions.length ?? 0) + (cart.value?.taxes.length ?? 0);
  useEffect(() => { document.querySelector(".line[aria-current]")?.scrollIntoView({ block: "nearest" }); }, [rows]);
}

function Lines() {
  if (opening.value) return html`<${Skeleton} rows=${4} />`;
  if (lines.value.length === 0) return html`<${Empty} icon="scan" title=${t("cart.empty")} note=${t("cart.empty_note")} />`;
  return html`<ul class="lines" aria-label=${t("cart.title")}>${lines.value.map((line) => html`<${LineRow} key=${line.key} line=${line} />`)}</ul>`;
}

/** @param {{ onPay: () => void }} props */
export function Cart({ onPay }) {
  useInSight();
  return html`<section class="cart" aria-label=${t("cart.title")}>
    <header class="cart-head"><${Buyer} /><${Acts} /></header>
    <div class="cart-lines" tabindex="-1"><${Lines} /></div>
    <${CartFoot} onPay=${onPay} />
  </section>`;
}
