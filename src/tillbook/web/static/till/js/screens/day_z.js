/** The Z reports of shifts that were counted, each shown again letter for letter. */
import { html, useState } from "../ui.js";
import { api } from "../api.js";
import { dateTime, money } from "../format.js";
import { register } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Dots, Empty, List, ListItem } from "../parts/list.js";
import { Frame } from "../parts/frame.js";
import { Paper, PrintButton } from "../parts/paper.js";
import { Split } from "../parts/split.js";
import { toastProblem } from "../parts/toast.js";

/** Whether a decimal string is 0. @param {string} text */
export const isNothing = (text) => /^-?[0.]*$/.test(text);

/** What was missing or too much, in words. @param {string} difference */
export function differenceWords(difference) {
  if (isNothing(difference)) return t("day.exact");
  return t(difference.startsWith("-") ? "day.short" : "day.over", { amount: money(difference.replace("-", "")) });
}

/** @param {{ report: any, current?: boolean }} props */
export function ZItem({ report, current }) {
  const exact = isNothing(report.difference);
  return html`<${ListItem} href=${`#/day/z/${encodeURIComponent(report.number)}`} current=${current} title=${report.number}
    note=${html`<${Dots} of=${[dateTime(report.closed_at), report.by]} />`} end=${money(report.total)}
    endNote=${html`<bdi class=${exact ? "" : "day-off"}>${differenceWords(report.difference)}</bdi>`} />`;
}

/** @param {{ number: string }} props */
export function ZReports({ number }) {
  const code = register.value?.code ?? "";
  const [more, setMore] = useState(/** @type {{ reports: any[], next: string | null } | null} */ (null));
  const [busy, setBusy] = useState(false);
  const first = useAnswer((signal) => api.get("/z", { query: { register: code, limit: 30 }, signal }), [code]);
  const next = more ? more.next : first.data?.next;
  const load = () => {
    setBusy(true);
    api.get("/z", { query: { register: code, limit: 30, cursor: next } })
      .then((page) => setMore((before) => ({ reports: [...before?.reports ?? [], ...page.reports], next: page.next })))
      .catch(toastProblem)
      .finally(() => setBusy(false));
  };
  const list = html`<${Answered} of=${first} rows=${6}>${(/** @type {any} */ found) => {
    const all = [...found.reports, ...more?.reports ?? []];
    if (!all.length) return html`<${Empty} icon="file" title=${t("day.z_none")} note=${t("day.z_none_note")} />`;
    return html`<${List} label=${t("day.z_past")}>
        ${all.map((each) => html`<${ZItem} key=${each.number} report=${each} current=${each.number === number} />`)}
      <//>
      ${next && html`<${Button} wide busy=${busy} onClick=${load}>${t("core.more")}<//>`}`;
  }}<//>`;
  return html`<${Frame} title=${t("day.z_past")}>
    <${Split} back="#/day/z" list=${html`<div class="row"><a class="button" href="#/day">${t("day.back")}</a></div>${list}`}
      one=${number ? html`<${ZReport} key=${number} number=${number} />` : null}
      nothing=${html`<${Empty} icon="file" title=${t("day.z_choose")} />`} />
  <//>`;
}

/** @param {{ number: string }} props */
function ZReport({ number }) {
  const report = useAnswer((signal) => api.get(`/z/${encodeURIComponent(number)}`, { signal }), [number]);
  return html`<div class="column-paper"><${Answered} of=${report} rows=${5}>${(/** @type {any} */ found) => html`
    <div class="paper-acts"><${PrintButton} text=${found.text} kind="primary" /></div>
    <${Paper} text=${found.text} label=${t("day.z_number", { number })} />`}<//></div>`;
}
