/** Bills by number, customer or day, the newest first: for the list of bills and for what comes back. */
import { html, useEffect, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { dateTime, money } from "../format.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Dots, Empty, List, ListItem } from "../parts/list.js";
import { Icon } from "../parts/icon.js";
import { TextField } from "../parts/field.js";
import { toastProblem } from "../parts/toast.js";

const PAGE = 30;

/** @param {string} [customer] the code of the one whose bills are wanted */
export function useBills(customer = "") {
  const [text, setText] = useState("");
  const [day, setDay] = useState("");
  const [more, setMore] = useState(/** @type {{ sales: any[], next: string | null } | null} */ (null));
  const [busy, setBusy] = useState(false);
  const query = { search: text.trim(), customer, day, limit: PAGE };
  const key = JSON.stringify(query);
  const first = useAnswer((signal) => api.get("/sales", { query, signal }), [key], { wait: text ? 150 : 0 });
  useEffect(() => setMore(null), [key]);
  const next = more ? more.next : first.data?.next ?? null;
  const load = () => {
    setBusy(true);
    api.get("/sales", { query: { ...query, cursor: next } })
      .then((page) => setMore((before) => ({ sales: [...before?.sales ?? [], ...page.sales], next: page.next })), toastProblem)
      .finally(() => setBusy(false));
  };
  return { text, setText, day, setDay, first, sales: [...first.data?.sales ?? [], ...more?.sales ?? []], next, load, busy, asked: Boolean(text.trim() || day) };
}

/** @param {{ bills: ReturnType<typeof useBills>, onEnter?: (text: string) => void, focus?: boolean }} props */
export function BillsSearch({ bills, onEnter, focus = false }) {
  const field = useFocus(focus);
  return html`<div class="bills-search" role="search">
    <${TextField} label=${t("bills.search")} value=${bills.text} onInput=${bills.setText} hint=${t("bills.search_hint")}
      before=${html`<span class="input-mark"><${Icon} name="search" size=${20} /></span>`} inputRef=${field}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter" && onEnter && bills.text.trim()) {
          event.preventDefault();
          onEnter(bills.text);
        }
      }} />
    <${TextField} label=${t("bills.day")} type="date" value=${bills.day} onInput=${bills.setDay} />
  </div>`;
}

/** A field that has the focus when it is shown, but not where that opens a keyboard over the screen. @param {boolean} wanted */
export function useFocus(wanted) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    if (wanted && matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, []);
  return field;
}

/** @param {{ bills: ReturnType<typeof useBills>, to: string, current?: string }} props `to`: the screen that a bill opens in */
export function BillsFound({ bills, to, current }) {
  return html`<${Answered} of=${bills.first} rows=${6}>${() => (bills.sales.length
    ? html`<${List} label=${t("bills.title")}>
        ${bills.sales.map((sale) => html`<${ListItem} key=${sale.number} href=${`#/${to}/${encodeURIComponent(sale.number)}`} current=${sale.number === current}
          title=${html`<span class="num">${sale.number}</span> ${sale.returned !== "none" && html`<span class="mark-returned">${t(`bills.returned_${sale.returned}`)}</span>`}`}
          note=${html`<${Dots} of=${[dateTime(sale.posted_at), sale.customer, sale.by]} />`} end=${money(sale.total)} />`)}
      <//>
      ${bills.next && html`<${Button} wide busy=${bills.busy} onClick=${bills.load}>${t("core.more")}<//>`}`
    : bills.asked
      ? html`<${Empty} icon="search" title=${t("bills.none_found")} note=${t("bills.none_found_note")}>
          <${Button} onClick=${() => { bills.setText(""); bills.setDay(""); }}>${t("core.clear")}<//><//>`
      : html`<${Empty} icon="bill" title=${t("bills.none")} note=${t("bills.none_note")}><a class="button button-primary" href="#/">${t("core.to_till")}</a><//>`)}<//>`;
}
