/** A posted credit note as paper, and the codes of new store credit in large letters: they are shown this once. */
import { html } from "../ui.js";
import { api } from "../api.js";
import { money } from "../format.js";
import { useKeys } from "../keys.js";
import { t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Frame } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { Paper, PrintButton } from "../parts/paper.js";
import { tenderName } from "./pay_tender.js";
import { isNothing } from "./day_z.js";
import { Code } from "./gift_code.js";

/** @param {{ done: { note: any, bill: any, due?: string, refund?: string }, onNext: () => void }} props */
export function Returned({ done, onNext }) {
  const { note, bill } = done;
  const paper = useAnswer((signal) => api.get(`/sales/${encodeURIComponent(bill.number)}/paper`, { signal }), [bill?.number], { when: Boolean(bill) });
  useKeys([["Enter", "returns.next", onNext]]);
  const given = bill ? done.refund ?? "0" : note.due;
  const takes = Boolean(bill) && !isNothing(done.due ?? "0");
  const means = note.tenders.filter((/** @type {any} */ each) => each.type !== "exchange");
  return html`<${Frame} title=${bill ? t("returns.exchanged") : t("returns.done")}>
    <div class="count-done">
      <div class="count-result">
        <section class="card count-difference count-exact" role="status">
          <${Icon} name="check" size=${40} />
          <p class="count-kind">${takes ? t("returns.was_paid") : isNothing(given) ? t("returns.even") : t("returns.give_back")}</p>
          ${(takes || !isNothing(given)) && html`<p class="figure-huge num">${money(takes ? done.due : given)}</p>`}
          ${!takes && means.length > 0 && html`<ul class="means">${means.map((/** @type {any} */ each, /** @type {number} */ at) => html`<li key=${at}>
            <span>${tenderName(each.type)}</span><span class="num">${money(each.amount)}</span></li>`)}</ul>`}
        </section>
        ${note.codes.map((/** @type {string} */ code) => html`<${Code} key=${code} code=${code} title=${t("returns.code")} />`)}
        <div class="paper-acts">
          <${PrintButton} text=${paper.data ? `${note.text}\n\n${paper.data.text}` : note.text} />
          <${Button} kind="primary" keys="Enter" onClick=${onNext}>${t("returns.next")}<//>
        </div>
      </div>
      <div class="papers"><${Paper} text=${note.text} label=${t("returns.note_number", { number: note.number })} />
        ${paper.data && html`<${Paper} text=${paper.data.text} label=${t("bills.bill_number", { number: bill.number })} />`}</div>
    </div>
  <//>`;
}
