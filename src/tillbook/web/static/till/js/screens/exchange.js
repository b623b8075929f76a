/** Goods against goods: the server says what is to pay or to give back, then both are posted at once. */
import { html, useState } from "../ui.js";
import { api } from "../api.js";
import { command, newId } from "../commands.js";
import { money } from "../format.js";
import { useKeys } from "../keys.js";
import { register, shop } from "../state.js";
import { t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Tenders, newTender, sentTenders } from "./payment_tenders.js";
import { toastProblem } from "../parts/toast.js";
import { isNothing } from "./day_z.js";
import { FootNote } from "./returns_foot.js";

/**
 * @param {{ id: { current: string }, bill: any, back: any[], goods: import("./exchange_goods.js").Good[], reason: string, types: string[], onDone: (done: any) => void }} props
 */
export function ExchangeFoot({ id, bill, back, goods, reason, types, onDone }) {
  const [paid, setPaid] = useState(() => [newTender("cash")]);
  const [given, setGiven] = useState(() => [newTender(bill.refund_default)]);
  const [busy, setBusy] = useState(false);
  const body = {
    id: id.current, register: register.value?.code, sale: bill.number, back, reason: reason.trim(),
    lines: goods.map((good) => ({ product: good.sku, quantity: good.quantity })),
  };
  const some = back.length > 0 && goods.length > 0 && goods.every((good) => good.quantity !== "");
  const told = useAnswer((signal) => api.post("/exchanges", { ...body, dry_run: true }, { signal }), [JSON.stringify(body)], { wait: 200, when: some });
  const both = some && !told.problem ? told.data : null;
  const pays = both !== null && !isNothing(both.due);
  const gets = both !== null && !isNothing(both.refund);
  const ready = both !== null && !told.loading;
  const post = async () => {
    if (!ready || busy || !both) return;
    setBusy(true);
    const whole = paid[0]?.type === "cash" ? both.due : both.due_other;
    try {
      const done = await command("/exchanges", {
        ...body, ...(pays && { tenders: sentTenders(paid, whole) }), ...(gets && { refund: sentTenders(given) }), shown_total: both.bill.total,
      });
      onDone({ note: done.credit_note, bill: done.bill, due: done.due, refund: done.refund });
    } catch (problem) {
      id.current = newId();
      setBusy(false);
      toastProblem(problem);
    }
  };
  useKeys([["F12", "returns.key_post", () => void post()], ["Ctrl+Enter", "returns.key_post", () => void post()]]);
  const figure = both === null ? "–" : money(pays ? both.due : both.refund);
  const words = gets ? t("returns.goes_back") : pays ? t("returns.to_pay") : t("returns.difference");
  return html`<aside class="returning-foot"><div class="card">
    ${both && html`<dl class="facts">
      <div><dt>${t("returns.back_worth")}</dt><dd class="num">${money(both.credit_note.total)}</dd></div>
      <div><dt>${t("returns.new_worth")}</dt><dd class="num">${money(both.bill.total)}</dd></div></dl>`}
    <div class="count-figure"><span class="quiet">${words}</span>
      <output class="figure-large num" aria-busy=${told.loading ? "true" : undefined}>${figure}</output></div>
    <${FootNote} some=${some} problem=${told.problem} needs=${both?.needs_approval} empty=${back.length ? t("returns.choose_goods") : t("returns.choose")} />
    ${pays && html`<${Tenders} types=${(shop.value?.tenders ?? ["cash"])} rows=${paid} onChange=${setPaid} spends />`}
    ${gets && html`<${Tenders} types=${types} rows=${given} onChange=${setGiven} rest />`}
    <${Button} kind="primary" size="large" wide keys="F12" busy=${busy} disabled=${!ready} onClick=${() => void post()}>
      ${both === null ? t("returns.exchange_none") : pays ? t("returns.exchange_pay", { amount: figure }) : gets ? t("returns.exchange_give", { amount: figure }) : t("returns.exchange_even")}<//>
  </div></aside>`;
}
