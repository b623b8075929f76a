/** Holding the cart for later, under a name by which it is found again. */
import { html, signal, useState } from "../ui.js";
import { api } from "../api.js";
import { cart } from "../state.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { TextField } from "../parts/field.js";
import { toast, toastProblem } from "../parts/toast.js";
import { t } from "../words.js";
import { cartId, cartName, isEmpty } from "./cart_store.js";
import { forget, openCart, settled } from "./cart_sync.js";

/** Whether the name is being asked. */
export const holding = signal(false);

const NAME_MAX = 60;

function Ask() {
  const [name, setName] = useState(cartName.peek() || cart.peek()?.customer?.name || "");
  const [busy, setBusy] = useState(false);
  const close = () => { holding.value = false; };
  const hold = async () => {
    if (busy) return;
    setBusy(true);
    const id = cartId.peek();
    try {
      await settled();
      await api.post(`/carts/${encodeURIComponent(id)}/hold`, { name: name.trim() });
      forget();
      close();
      const recall = () => api.post(`/carts/${encodeURIComponent(id)}/recall`).then((view) => { if (isEmpty.peek()) openCart(view); }).catch(toastProblem);
      toast(t("cart.held"), "done", { act: { label: t("cart.recall"), run: () => void recall() } });
    } catch (problem) {
      setBusy(false);
      toastProblem(problem);
    }
  };
  return html`<${Dialog} title=${t("cart.hold")} onClose=${close} foot=${html`<${Button} kind="primary" icon="pause" busy=${busy} onClick=${hold}>${t("cart.hold_it")}<//>`}>
    <${TextField} label=${t("cart.hold_name")} hint=${t("cart.hold_hint")} value=${name} onInput=${setName} maxlength=${NAME_MAX} data-autofocus
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") void hold(); }} />
  <//>`;
}

export function Hold() {
  return holding.value && html`<${Ask} />`;
}
