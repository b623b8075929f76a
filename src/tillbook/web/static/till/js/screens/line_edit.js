/** A line in full: quantity, price, discount, lot, note. What is entered is sent when it is done, in one change. */
import { html, signal, useRef, useState } from "../ui.js";
import { writeFigure } from "../figures.js";
import { date, locale, money, quantity as written } from "../format.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { SelectField, TextField } from "../parts/field.js";
import { FigureField } from "../parts/figure.js";
import { t } from "../words.js";
import { change } from "./cart_store.js";
import { byPiece, isNothing } from "./cart_quantity.js";
import { DiscountFields } from "./cart_discount.js";
import { voidLine } from "./line_void.js";
import { DialogKeys } from "./till_keys.js";

/** @typedef {import("./cart_store.js").Line} Line */

/** The line that is being edited. */
export const editing = signal(/** @type {Line | null} */ (null));

const NOTE_MAX = 200;

/** @param {{ line: Line, lot: string, onChange: (lot: string) => void }} props */
function Lot({ line, lot, onChange }) {
  const lots = line.view.value?.lots ?? [];
  if (!lots.length) return null;
  const options = lots.map((each) => /** @type {[string, string]} */ ([each.code, t(each.expired ? "cart.lot_expired" : "cart.lot_option", {
    lot: each.code, quantity: written(each.on_hand), date: each.expires_on ? date(each.expires_on) : "–",
  })]));
  return html`<${SelectField} label=${t("cart.lot")} value=${lot} onChange=${onChange} options=${[["", t("cart.lot_first")], ...options]} />`;
}

/** @param {{ line: Line, entered: import("./cart_store.js").Entered, view: import("../types.js").CartLine | null }} props as the line was when it was opened */
function Edit({ line, entered, view }) {
  const [quantity, setQuantity] = useState(/** @type {string | null} */ (entered.quantity));
  const [price, setPrice] = useState(entered.unit_price);
  const [discount, setDiscount] = useState(entered.discount);
  const [lot, setLot] = useState(entered.lot);
  const [note, setNote] = useState(entered.note);
  const field = useRef(null);
  const close = () => { editing.value = null; };
  const done = () => {
    if (!quantity || isNothing(quantity)) return;
    close();
    const next = { quantity, unit_price: price, discount, lot, note: note.trim() };
    if (JSON.stringify({ ...entered, ...next }) !== JSON.stringify(entered)) change(line, next);
  };
  const listed = view?.listed_price ?? line.known.price;
  return html`<${Dialog} title=${view?.name || line.known.name} onClose=${close} start=${field} class="line-edit"
    foot=${html`<${Button} kind="danger" icon="trash" onClick=${() => { close(); voidLine(line); }}>${t("cart.void")}<//>
      <${Button} kind="primary" onClick=${done} disabled=${!quantity || isNothing(quantity)}>${t("core.done")}<//>`}>
    <${DialogKeys} keys=${[["Enter", "core.done", done], ["Ctrl+Enter", "core.done", done]]} />
    <div class="pair">
      <${FigureField} label=${t("cart.quantity")} kind="quantity" unit=${byPiece(line.known.unit) ? "" : line.known.unit} value=${quantity} onValue=${setQuantity} inputRef=${field} required onEnter=${done}
        hint=${view ? t("cart.left", { quantity: written(view.available, view.unit) }) : ""} />
      <${FigureField} label=${t("cart.price_by_hand")} value=${price} onValue=${setPrice} onEnter=${done} placeholder=${writeFigure(listed, locale.value)}
        hint=${t("cart.listed", { price: money(listed) })} />
    </div>
    <${DiscountFields} value=${discount} onChange=${setDiscount} onEnter=${done} />
    <${Lot} line=${line} lot=${lot} onChange=${setLot} />
    <${TextField} label=${t("cart.note")} value=${note} onInput=${setNote} maxlength=${NOTE_MAX} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter") done(); }} />
  <//>`;
}

/** @param {{ line: Line }} props */
function Opened({ line }) {
  const [before] = useState(() => ({ entered: line.entered.peek(), view: line.view.peek() }));
  return html`<${Edit} line=${line} entered=${before.entered} view=${before.view} />`;
}

/** Over the till, while a line is edited. */
export function LineEdit() {
  const line = editing.value;
  return line && html`<${Opened} key=${line.key} line=${line} />`;
}
