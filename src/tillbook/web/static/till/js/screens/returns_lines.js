/** How much of each line comes back, and where the goods go. */
import { html } from "../ui.js";
import { money, quantity } from "../format.js";
import { t } from "../words.js";
import { Button } from "../parts/button.js";
import { FigureField } from "../parts/figure.js";
import { SelectField, TextField } from "../parts/field.js";
import { Stepper } from "../parts/stepper.js";

/** @typedef {{ quantity: string, to: string, lot: string }} Back */
/** @typedef {Record<number, Back>} Backs by the line's place on the bill */

export const PLACES = ["sellable", "damaged", "supplier"];

/** Whether something of a line comes back. @param {Back | undefined} back */
export const comesBack = (back) => back !== undefined && back.quantity !== "" && !/^[0.]*$/.test(back.quantity);

/** As the API takes them. @param {Backs} backs */
export function sentBacks(backs) {
  return Object.entries(backs).filter(([, back]) => comesBack(back)).map(([line, back]) => ({
    line: Number(line), quantity: back.quantity, to: back.to, ...(back.lot.trim() && { lot: back.lot.trim() }),
  }));
}

/** Everything that still can. @param {any[]} lines @returns {Backs} */
export function allBack(lines) {
  return Object.fromEntries(lines.filter((line) => !/^[0.]*$/.test(line.returnable))
    .map((line) => [line.line, { quantity: line.returnable, to: "sellable", lot: "" }]));
}

/** @param {{ lines: any[], backs: Backs, onChange: (backs: Backs) => void }} props */
export function ReturnLines({ lines, backs, onChange }) {
  return html`<ul class="back-lines" aria-label=${t("returns.lines")}>
    ${lines.map((line) => html`<${BackLine} key=${line.line} line=${line} back=${backs[line.line]}
      onChange=${(/** @type {Back} */ back) => onChange({ ...backs, [line.line]: back })} />`)}
  </ul>`;
}

/** @param {{ line: any, back: Back | undefined, onChange: (back: Back) => void }} props */
function BackLine({ line, back, onChange }) {
  const now = back ?? { quantity: "0", to: "sellable", lot: "" };
  const none = /^[0.]*$/.test(line.returnable);
  const whole = /^\d+$/.test(line.returnable) && /^\d+$/.test(line.sold);
  const taken = comesBack(back);
  /** @param {Partial<Back>} change */
  const put = (change) => onChange({ ...now, ...change });
  const sold = t("returns.sold", { sold: quantity(line.sold, line.unit), price: money(line.price) });
  const left = none ? t("returns.none_left") : line.returned === "0" ? "" : t("returns.left", { left: quantity(line.returnable, line.unit) });
  return html`<li class="back-line" data-taken=${taken ? "true" : undefined} data-none=${none ? "true" : undefined}>
    <div class="back-what"><span class="back-name">${line.name}</span>
      <span class="quiet num">${sold}${left && html` · <span class="back-left">${left}</span>`}</span></div>
    ${!none && html`<div class="back-much">
      ${whole
        ? html`<${Stepper} label=${t("returns.how_many", { name: line.name })} hideLabel value=${Number(now.quantity)} max=${Number(line.returnable)}
            onChange=${(/** @type {number} */ count) => put({ quantity: String(count) })} />`
        : html`<${FigureField} label=${t("returns.how_many", { name: line.name })} hideLabel kind="quantity" unit=${line.unit}
            value=${taken ? now.quantity : null} onValue=${(/** @type {string | null} */ value) => put({ quantity: value ?? "" })} />`}
      <${Button} onClick=${() => put({ quantity: line.returnable })} aria-label=${t("returns.all_of", { name: line.name })}
        disabled=${now.quantity === line.returnable}>${t("returns.all")}<//>
    </div>`}
    ${taken && html`<div class="back-where">
      <${SelectField} label=${t("returns.to")} value=${now.to} onChange=${(/** @type {string} */ to) => put({ to })}
        options=${PLACES.map((place) => [place, t(`returns.to_${place}`)])} />
      ${line.lot_tracked && html`<${TextField} label=${t("returns.lot")} hint=${t("returns.lot_hint")} value=${now.lot} onInput=${(/** @type {string} */ lot) => put({ lot })} />`}
    </div>`}
  </li>`;
}
