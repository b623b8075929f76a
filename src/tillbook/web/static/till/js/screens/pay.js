/** Paying. It says "paid" when the server has posted the sale, and not before. */
import { html, useEffect, useRef, useState } from "../ui.js";
import { money } from "../format.js";
import { cart, online, shop } from "../state.js";
import { useKeys } from "../keys.js";
import { t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Button, IconButton } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { FigureField } from "../parts/figure.js";
import { Icon } from "../parts/icon.js";
import { Spinner } from "../parts/list.js";
import { current, lines, tenders } from "./cart_store.js";
import { explain } from "./derivation.js";
import { counting, paying, post, posting, refusal, stopPaying, takeTender, tender } from "./pay_store.js";
import { keepsFocus } from "./search.js";
import { TenderForm, tenderIcon, tenderName } from "./pay_tender.js";

/** Keys of the means other than cash, in their order. */
const MEANS_KEYS = ["F2", "F4", "F6", "F7", "F8", "F9"];

/** @param {string | null | undefined} text */
const some = (text) => Boolean(text && /[1-9]/.test(text));

/** What is to pay, what was handed over, what is left or goes back. */
function Account() {
  const view = cart.value;
  if (!view) return null;
  const rounded = some(view.cash?.rounding);
  return html`<div class="pay-account">
    <button type="button" class="pay-total" onClick=${() => explain()}>
      <span>${t("pay.to_pay")}<span class="unseen">, ${t("cart.why")}</span></span><strong class="num">${money(view.total)}</strong>
      ${rounded && html`<span class="quiet num">${t("pay.in_cash", { amount: money(view.cash?.due) })}</span>`}
    </button>
    <ul class="pay-tenders" aria-label=${t("pay.tenders")}>
      ${tenders.value.map((each, at) => html`<li key=${at} class="pay-tender"><${Icon} name=${tenderIcon(each.type)} size=${20} />
        <span class="pay-tender-name">${tenderName(each.type)}${each.reference && !["gift_card", "store_credit"].includes(each.type) ? html` <span class="quiet">${each.reference}</span>` : ""}</span>
        <span class="num">${money(each.amount)}</span>
        <${IconButton} icon="close" label=${t("pay.take_back", { name: tenderName(each.type), amount: money(each.amount) })} disabled=${counting.value} onClick=${() => takeTender(at)} /></li>`)}
    </ul>
    ${view.total_changed && html`<${Banner} kind="warning">${t("cart.total_changed")} <s class="num">${money(view.total_changed.was)}</s> → <strong class="num">${money(view.total_changed.now)}</strong><//>`}
    ${tenders.value.length > 0 && html`<p class="pay-rest" role="status" data-stale=${current.value ? undefined : "true"}>
      <span>${t(some(view.change) ? "pay.change" : "pay.rest")}</span><strong class="num">${money(some(view.change) ? view.change : view.rest)}</strong></p>`}
  </div>`;
}

/** @param {{ onMeans: (type: string) => void }} props */
function Cash({ onMeans }) {
  const view = cart.value;
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const others = (shop.value?.tenders ?? []).filter((type) => type !== "cash");
  const takesCash = (shop.value?.tenders ?? ["cash"]).includes("cash");
  const ready = Boolean(view) && current.value && online.value && lines.value.length > 0;
  /** @param {string | null} amount */
  const take = (amount) => {
    if (!ready || !view) return;
    setTyped(null);
    if (view.paid && amount === null) void post();
    else void tender({ type: "cash", amount: amount ?? view.rest }).then(() => { if (keepsFocus()) field.current?.focus(); });
  };
  const suggested = view?.suggested ?? [];
  useEffect(() => { if (keepsFocus()) field.current?.focus(); }, []);
  useKeys([
    ["Ctrl+Enter", "pay.exact", () => take(typed)], ["F12", "pay.exact", () => take(typed)],
    ...suggested.slice(0, 4).map((amount, at) => /** @type {import("../keys.js").Key} */ ([`Alt+${at + 1}`, "pay.notes", () => take(amount)])),
    ...others.map((type, at) => /** @type {import("../keys.js").Key} */ ([MEANS_KEYS[at] ?? `Alt+${at + 5}`, `pay.type_${type}`, () => onMeans(type)])),
  ]);
  return html`<div class="pay-means">
    ${takesCash && html`<section class="pay-cash" aria-label=${t("pay.type_cash")}>
      <div class="pay-typed">
        <${FigureField} label=${t("pay.cash_given")} value=${typed} onValue=${setTyped} inputRef=${field} onEnter=${take} disabled=${counting.value} />
        <${Button} kind=${typed ? "primary" : "plain"} size="large" disabled=${!ready || !typed} busy=${counting.value && typed !== null} onClick=${() => take(typed)}>${t("pay.take")}<//>
      </div>
      <div class="pay-notes">
        <${Button} kind="primary" size="large" class="pay-exact" data-autofocus=${keepsFocus() ? undefined : "true"} disabled=${!ready} busy=${counting.value && typed === null} onClick=${() => take(null)}>
          <span class="pay-exact-label">${t(view?.paid ? "pay.post" : "pay.exact")}</span><span class="num">${money(view?.rest)}</span><//>
        ${suggested.map((amount) => html`<${Button} key=${amount} size="large" class="pay-note num" disabled=${!ready || counting.value} onClick=${() => take(amount)}>${money(amount)}<//>`)}
      </div>
    </section>`}
    <section class="pay-others" aria-label=${t("pay.other_means")}>
      ${others.map((type, at) => html`<${Button} key=${type} size="large" icon=${tenderIcon(type)} keys=${MEANS_KEYS[at]} class="pay-other" disabled=${!ready || counting.value} onClick=${() => onMeans(type)}>${tenderName(type)}<//>`)}
    </section>
  </div>`;
}

/** While the server has not answered, nobody knows; and that is what is said. */
function Waiting() {
  const attempts = posting.value;
  return html`<div class="pay-waiting" role="status">
    <${Spinner} label=${t("pay.posting")} />
    <p class="pay-waiting-title">${t(attempts > 1 ? "pay.unsure" : "pay.posting")}</p>
    <p class="quiet">${attempts > 1 ? t("pay.unsure_note") : t("pay.posting_note")}</p>
  </div>`;
}

function Overlay() {
  const [means, setMeans] = useState("");
  const busy = posting.value > 0;
  useEffect(() => { if (!busy && !lines.value.length) stopPaying(); });
  const close = () => { if (means) setMeans(""); else stopPaying(); };
  return html`<${Dialog} title=${t("pay.title")} wide class="pay" onClose=${busy || counting.value ? undefined : close}>
    ${busy ? html`<${Waiting} />` : html`<div class="pay-columns">
      <${Account} />
      <div class="pay-side">
        ${!online.value && html`<${Banner} kind="wrong" icon="offline">${t("pay.away")}<//>`}
        ${refusal.value && html`<div role="alert"><${Banner} kind="wrong">${refusal.value.message}<//></div>`}
        ${means ? html`<${TenderForm} key=${means} type=${means} onBack=${() => setMeans("")} />` : html`<${Cash} onMeans=${setMeans} />`}
      </div>
    </div>`}
  <//>`;
}

/** Over the till, while it is being paid or the server is being asked. */
export function Pay() {
  return (paying.value || posting.value > 0) && html`<${Overlay} />`;
}
