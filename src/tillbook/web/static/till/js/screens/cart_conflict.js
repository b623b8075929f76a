/** The cart was changed in another window too: both are shown, and no line is lost unless someone says so. */
import { html } from "../ui.js";
import { quantity } from "../format.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { t } from "../words.js";
import { lines } from "./cart_store.js";
import { conflict, resolve } from "./cart_sync.js";

/** @param {{ title: string, rows: Array<{ name: string, quantity: string, unit: string }> }} props */
function Side({ title, rows }) {
  return html`<section class="side"><h3>${title}</h3>
    <ul class="side-lines">${rows.map((row, at) => html`<li key=${at}><span>${row.name}</span><span class="num">× ${quantity(row.quantity, row.unit)}</span></li>`)}</ul>
    ${rows.length === 0 && html`<p class="quiet">${t("cart.empty")}</p>`}
  </section>`;
}

export function Conflict() {
  const view = conflict.value;
  if (!view) return null;
  const ours = lines.value.map((line) => ({ name: line.known.name, unit: line.known.unit, quantity: line.entered.value.quantity }));
  return html`<${Dialog} title=${t("cart.conflict")} wide foot=${html`
      <${Button} onClick=${() => resolve("ours")}>${t("cart.conflict_ours")}<//>
      <${Button} onClick=${() => resolve("theirs")}>${t("cart.conflict_theirs")}<//>
      <${Button} kind="primary" onClick=${() => resolve("both")}>${t("cart.conflict_both")}<//>`}>
    <p>${t("cart.conflict_note")}</p>
    <div class="sides"><${Side} title=${t("cart.this_window")} rows=${ours} /><${Side} title=${t("cart.other_window")} rows=${view.lines} /></div>
  <//>`;
}
