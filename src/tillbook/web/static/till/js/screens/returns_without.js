/** Goods that come back without a bill: what, how many, at what price; a second person is asked beyond one's limit. */
import { html, useRef, useState } from "../ui.js";
import { newId } from "../commands.js";
import { t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Frame } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { TextField } from "../parts/field.js";
import { Goods } from "./exchange_goods.js";
import { ReturnFoot } from "./returns_foot.js";

/** @param {{ onDone: (done: any) => void }} props */
export function ReturnWithout({ onDone }) {
  const [goods, setGoods] = useState(/** @type {import("./exchange_goods.js").Good[]} */ ([]));
  const [reason, setReason] = useState("");
  const id = useRef(newId());
  const lines = goods.filter((good) => !/^[0.]*$/.test(good.quantity)).map((good) => ({
    product: good.sku, quantity: good.quantity, to: good.to,
    ...(good.price !== null && { unit_price: good.price }), ...(good.lot.trim() && { lot: good.lot.trim() }),
  }));
  return html`<${Frame} title=${t("returns.without")} acts=${html`<a class="button bar-act" href="#/returns"><${Icon} name="bill" size=${20} /><span>${t("returns.with_bill")}</span></a>`}>
    <div class="returning pinned">
      <div class="returning-goods">
        <${Banner} kind="warning">${t("returns.without_note")}<//>
        <${Goods} goods=${goods} onChange=${setGoods} back />
        <${TextField} label=${t("returns.reason")} value=${reason} onInput=${setReason} maxlength="400" />
      </div>
      <${ReturnFoot} id=${id} sale=${null} lines=${lines} reason=${reason} types=${["cash", "store_credit"]} first="cash" onDone=${onDone} />
    </div>
  <//>`;
}
