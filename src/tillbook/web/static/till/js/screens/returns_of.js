/** What comes back of a bill: for its money, or for other goods. The server says what that comes to before it is posted. */
import { html, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { newId } from "../commands.js";
import { dateTime, money } from "../format.js";
import { t } from "../words.js";
import { useKeys } from "../keys.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Choice, TextField } from "../parts/field.js";
import { Dots, Empty } from "../parts/list.js";
import { Frame } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { ExchangeFoot } from "./exchange.js";
import { Goods } from "./exchange_goods.js";
import { ReturnLines, allBack, sentBacks } from "./returns_lines.js";
import { ReturnFoot, usualTypes } from "./returns_foot.js";

/** @param {{ number: string, onDone: (done: any) => void }} props */
export function ReturnOfBill({ number, onDone }) {
  const found = useAnswer((signal) => api.get(`/sales/${encodeURIComponent(number)}/returnable`, { signal }), [number]);
  return html`<${Frame} title=${t("returns.of", { number })} acts=${html`<a class="button bar-act" href="#/returns"><${Icon} name="search" size=${20} /><span>${t("returns.other_bill")}</span></a>`}>
    <${Answered} of=${found} rows=${5}>${(/** @type {any} */ bill) => html`<${Lines} bill=${bill} onDone=${onDone} />`}<//>
  <//>`;
}

/** @param {{ bill: any, onDone: (done: any) => void }} props */
function Lines({ bill, onDone }) {
  const [backs, setBacks] = useState(/** @type {import("./returns_lines.js").Backs} */ ({}));
  const [reason, setReason] = useState("");
  const [mode, setMode] = useState("money");
  const [goods, setGoods] = useState(/** @type {import("./exchange_goods.js").Good[]} */ ([]));
  const id = useRef(newId());
  const all = allBack(bill.lines);
  const back = sentBacks(backs);
  useKeys([["Alt+a", "returns.key_all", () => setBacks(all)]]);
  if (!Object.keys(all).length) {
    return html`<${Empty} icon="return" title=${t("returns.all_came_back")} note=${t("returns.all_came_back_note")}>
      <a class="button" href=${`#/bills/${encodeURIComponent(bill.number)}`}>${t("returns.see_bill")}</a><//>`;
  }
  const types = usualTypes(bill);
  return html`<div class="returning pinned">
    <div class="returning-goods">
      <p class="quiet num"><${Dots} of=${[bill.number, t("returns.bought", { when: dateTime(bill.posted_at) }), bill.customer, money(bill.total)]} /></p>
      <section class="card">
        <div class="returning-head"><h2 class="card-title">${t("returns.lines")}</h2>
          <${Button} keys="Alt+A" onClick=${() => setBacks(all)}>${t("returns.everything")}<//></div>
        <${ReturnLines} lines=${bill.lines} backs=${backs} onChange=${setBacks} />
      </section>
      <${Choice} label=${t("returns.for_what")} hideLabel value=${mode} onChange=${setMode}
        options=${[{ value: "money", label: t("returns.for_money") }, { value: "goods", label: t("returns.for_goods") }]} />
      ${mode === "goods" && html`<${Goods} goods=${goods} onChange=${setGoods} />`}
      <${TextField} label=${t("returns.reason")} value=${reason} onInput=${setReason} maxlength="400" />
    </div>
    ${mode === "goods"
      ? html`<${ExchangeFoot} id=${id} bill=${bill} back=${back} goods=${goods} reason=${reason} types=${types} onDone=${onDone} />`
      : html`<${ReturnFoot} id=${id} sale=${bill.number} lines=${back} reason=${reason} types=${types} first=${bill.refund_default} onDone=${onDone} />`}
  </div>`;
}
