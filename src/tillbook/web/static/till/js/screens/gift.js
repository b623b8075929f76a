/** Gift cards: sold, and what is left on one. A code is in no address and in no list. */
import { html, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { command, newId } from "../commands.js";
import { date, money } from "../format.js";
import { useScan } from "../scan.js";
import { may, register, shop } from "../state.js";
import { t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { FigureField } from "../parts/figure.js";
import { Frame } from "../parts/frame.js";
import { Paper, PrintButton } from "../parts/paper.js";
import { Tabs } from "../parts/tabs.js";
import { TextField } from "../parts/field.js";
import { Tenders, newTender, sentTenders } from "./payment_tenders.js";
import { tenderName } from "./pay_tender.js";
import { toastProblem } from "../parts/toast.js";
import { Problem } from "../problem.js";
import { isNothing } from "./day_z.js";
import { Code } from "./gift_code.js";
import { NotPaired } from "./pairing.js";

export default function GiftCards() {
  const [tab, setTab] = useState(may("take_payment") ? "sell" : "balance");
  const [sold, setSold] = useState(/** @type {any} */ (null));
  if (!register.value) return html`<${Frame} title=${t("gift.title")}><${NotPaired} /><//>`;
  if (sold) return html`<${Sold} sold=${sold} onNext=${() => setSold(null)} />`;
  return html`<${Frame} title=${t("gift.title")}><div class="column">
    <${Tabs} label=${t("gift.title")} value=${tab} onChange=${setTab} tabs=${[{ value: "sell", label: t("gift.sell") }, { value: "balance", label: t("gift.balance") }]}>
      ${tab === "sell" ? html`<${Sell} onSold=${setSold} />` : html`<${Balance} />`}
    <//>
  </div><//>`;
}

/** By what a gift card or a debt can be paid. */
export const payingTypes = () => (shop.value?.tenders ?? ["cash"]).filter((type) => !["credit", "exchange"].includes(type));

/** @param {{ onSold: (sold: any) => void }} props */
function Sell({ onSold }) {
  const [amount, setAmount] = useState(/** @type {string | null} */ (null));
  const [expires, setExpires] = useState("");
  const [rows, setRows] = useState(() => [newTender(payingTypes()[0] ?? "cash")]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const id = useRef(newId());
  const ready = amount !== null && !isNothing(amount);
  const sell = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      onSold(await command("/gift-cards", {
        id: id.current, register: register.peek()?.code, amount, tenders: sentTenders(rows, amount), ...(expires && { expires_on: expires }),
      }));
    } catch (found) {
      id.current = newId();
      setBusy(false);
      if (found instanceof Problem && !found.body.cancelled) setProblem(found);
      else toastProblem(found);
    }
  };
  return html`<form class="card" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); void sell(); }}>
    <${FigureField} label=${t("gift.amount")} value=${amount} onValue=${setAmount} required onEnter=${() => void sell()} />
    <div class="chips" role="group" aria-label=${t("gift.usual")}>${(shop.value?.denominations ?? []).slice(0, 4).map((each) => html`<button type="button" key=${each} class="chip num"
      aria-pressed=${each === amount ? "true" : "false"} onClick=${() => setAmount(each)}>${money(each)}</button>`)}</div>
    <${TextField} label=${t("gift.expires")} hint=${t("gift.expires_hint")} type="date" value=${expires} onInput=${setExpires} />
    <${Tenders} types=${payingTypes()} rows=${rows} onChange=${setRows} spends />
    ${problem && html`<${Banner} kind="wrong">${problem.message}<//>`}
    <${Button} type="submit" kind="primary" size="large" wide busy=${busy} disabled=${!ready}>${ready ? t("gift.sell_for", { amount: money(amount) }) : t("gift.sell_act")}<//>
  </form>`;
}

/** @param {{ sold: any, onNext: () => void }} props */
function Sold({ sold, onNext }) {
  const text = sold.code && !sold.text.includes(sold.code) ? `${sold.text}\n${sold.code}\n` : sold.text;
  return html`<${Frame} title=${t("gift.sold")}><div class="count-done">
    <div class="count-result">
      ${sold.code
        ? html`<${Code} code=${sold.code} title=${t("gift.code")} note=${html`<p class="figure-large num">${money(sold.balance)}</p>
            ${sold.expires_on && html`<p class="quiet">${t("gift.good_until", { date: date(sold.expires_on) })}</p>`}`} />`
        : html`<${Banner} kind="warning">${t("gift.told_before")}<//>`}
      ${!isNothing(sold.change ?? "0") && html`<section class="card"><p class="quiet">${t("gift.change")}</p><p class="figure-huge num">${money(sold.change)}</p></section>`}
      <div class="paper-acts">
        <${PrintButton} kind="primary" text=${text} />
        <${Button} onClick=${onNext}>${t("core.done")}<//>
      </div>
    </div>
    <${Paper} text=${text} label=${t("gift.receipt", { number: sold.number })} />
  </div><//>`;
}

function Balance() {
  const [code, setCode] = useState("");
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const ask = async (text = code) => {
    if (!text.trim() || busy) return;
    setBusy(true);
    setFound(null);
    setError("");
    try {
      setFound(await api.post("/gift-cards/balance", { code: text.trim() }));
    } catch (problem) {
      if (problem instanceof Problem) setError(problem.message);
      else toastProblem(problem);
    }
    setBusy(false);
  };
  useScan((text) => { setCode(text); void ask(text); });
  return html`<form class="card" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); void ask(); }}>
    <${TextField} label=${t("gift.code")} hint=${t("gift.code_hint")} value=${code} error=${error} class="code-field" autocapitalize="characters"
      onInput=${(/** @type {string} */ text) => { setCode(text); setError(""); }} />
    <${Button} type="submit" kind="primary" wide busy=${busy} disabled=${!code.trim()}>${t("gift.ask")}<//>
    <div class="gift-left" role="status">${found && html`
      <p class="quiet">${tenderName(found.kind)}${found.code_ends_in ? ` · … ${found.code_ends_in}` : ""}</p>
      <p class="figure-huge num">${money(found.balance)}</p>
      <p class="quiet">${found.expires_on ? t("gift.good_until", { date: date(found.expires_on) }) : t("gift.good_always")}</p>`}</div>
  </form>`;
}
