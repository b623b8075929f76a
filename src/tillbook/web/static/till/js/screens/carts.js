/** F7: carts that are not paid yet: open at some register, held under a name, or left lying too long. */
import { html, useState } from "../ui.js";
import { api } from "../api.js";
import { dateTime, money, time } from "../format.js";
import { go } from "../routes.js";
import { useKeys } from "../keys.js";
import { cart, register } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Dots, Empty } from "../parts/list.js";
import { Frame } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { Tabs } from "../parts/tabs.js";
import { toast, toastProblem } from "../parts/toast.js";
import { Hold, holding } from "./cart_hold.js";
import { cartId, isEmpty } from "./cart_store.js";
import { forget, openCart } from "./cart_sync.js";

const STATES = ["held", "open", "expired"];

export default function Carts() {
  const carts = useAnswer((signal) => api.get("/carts", { signal }), [cartId.value, holding.value]);
  const [state, setState] = useState("");
  const [busy, setBusy] = useState("");
  const [leaving, setLeaving] = useState(/** @type {any} */ (null));
  const mine = !isEmpty.value && cart.value !== null;
  useKeys([["F6", "carts.key_hold", () => { if (mine) holding.value = true; }]]);
  /** @param {any} wanted */
  const recall = async (wanted) => {
    setBusy(wanted.id);
    try {
      if (wanted.id !== cartId.peek()) openCart(await api.post(`/carts/${encodeURIComponent(wanted.id)}/recall`));
      go();
    } catch (problem) {
      toastProblem(problem);
      carts.again();
    }
    setBusy("");
  };
  /** @param {any} found */
  const show = (found) => {
    const chosen = state || STATES.find((each) => found.carts.some((/** @type {any} */ one) => one.state === each)) || "held";
    const shown = found.carts.filter((/** @type {any} */ each) => each.state === chosen);
    return html`<${Tabs} label=${t("carts.title")} value=${chosen} onChange=${setState}
        tabs=${STATES.map((each) => ({ value: each, label: t(`carts.${each}`), count: found.carts.filter((/** @type {any} */ one) => one.state === each).length }))}>
      ${shown.length
        ? html`<ul class="carts">${shown.map((/** @type {any} */ each) => html`<${CartCard} key=${each.id} cart=${each} busy=${busy === each.id}
            onRecall=${() => void recall(each)} onDrop=${() => setLeaving(each)} />`)}</ul>`
        : html`<${Empty} icon="carts" title=${t(`carts.none_${chosen}`)} note=${t(`carts.none_${chosen}_note`)}>
            <a class="button button-primary" href="#/">${t("core.to_till")}</a><//>`}
    <//>`;
  };
  return html`<${Frame} title=${t("carts.title")}>
    <div class="column">
      ${mine && html`<${Banner} icon="cart" act=${html`<${Button} size="small" keys="F6" onClick=${() => { holding.value = true; }}>${t("carts.hold")}<//>`}>
        ${t("carts.mine", { count: cart.value?.lines.length ?? 0 })}<//>`}
      <${Answered} of=${carts} rows=${4}>${show}<//>
    </div>
    <${Hold} />
    ${leaving && html`<${Drop} cart=${leaving} onClose=${() => setLeaving(null)} onDropped=${() => { setLeaving(null); carts.again(); }} />`}
  <//>`;
}

/** "14:05", and the day too where it is another. @param {string} instant */
function when(instant) {
  return new Date(instant).toDateString() === new Date().toDateString() ? time(instant) : dateTime(instant);
}

/** @param {{ cart: any, busy: boolean, onRecall: () => void, onDrop: () => void }} props */
function CartCard({ cart: each, busy, onRecall, onDrop }) {
  const name = each.name || each.customer || t("carts.unnamed");
  const here = each.id === cartId.value;
  const part = each.tendered && !/^[-0.]*$/.test(each.tendered);
  return html`<li class="cart-card" data-here=${here ? "true" : undefined}>
    <div class="cart-what">
      <strong class="cart-name">${name}${here && html` <span class="mark-here">${t("carts.here")}</span>`}</strong>
      <span class="quiet"><${Dots} of=${[each.by, each.register === register.value?.code ? "" : t("carts.register", { code: each.register }), when(each.updated_at)]} /></span>
      ${each.customer && each.customer !== name && html`<span class="quiet"><${Icon} name="user" size=${16} /> ${each.customer}</span>`}
      ${part && html`<span class="cart-part">${t("carts.tendered", { amount: money(each.tendered) })}</span>`}
    </div>
    <div class="cart-sum num"><strong>${each.total ? money(each.total) : "–"}</strong><span class="quiet">${t("carts.lines", { count: each.lines })}</span></div>
    <div class="cart-acts">
      <${Button} icon="trash" kind="danger" aria-label=${t("carts.drop_named", { name })} onClick=${onDrop}>${t("carts.drop")}<//>
      <${Button} kind="primary" busy=${busy} aria-label=${t("carts.recall_named", { name })} onClick=${onRecall}>${here ? t("carts.go_on") : t("carts.recall")}<//>
    </div>
  </li>`;
}

/** @param {{ cart: any, onClose: () => void, onDropped: () => void }} props */
function Drop({ cart: each, onClose, onDropped }) {
  const [busy, setBusy] = useState(false);
  const drop = async () => {
    setBusy(true);
    try {
      await api.delete(`/carts/${encodeURIComponent(each.id)}`);
      if (each.id === cartId.peek()) forget();
      toast(t("carts.dropped"), "done");
      onDropped();
    } catch (problem) {
      setBusy(false);
      toastProblem(problem);
    }
  };
  return html`<${Dialog} title=${t("carts.drop_sure")} onClose=${onClose} foot=${html`
      <${Button} onClick=${onClose} data-autofocus>${t("carts.keep")}<//>
      <${Button} kind="danger" icon="trash" busy=${busy} onClick=${() => void drop()}>${t("carts.drop")}<//>`}>
    <p><strong>${each.name || each.customer || t("carts.unnamed")}</strong> · ${t("carts.lines", { count: each.lines })}${each.total ? html` · <span class="num">${money(each.total)}</span>` : ""}</p>
    <p class="quiet">${t("carts.drop_note")}</p>
  <//>`;
}
