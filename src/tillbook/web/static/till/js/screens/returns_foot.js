/** What goes back and by what: asked of the server as a rehearsal, then posted. */
import { html, useState } from "../ui.js";
import { api } from "../api.js";
import { command, newId } from "../commands.js";
import { money } from "../format.js";
import { useKeys } from "../keys.js";
import { register } from "../state.js";
import { t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { Tenders, newTender, sentTenders } from "./payment_tenders.js";
import { toastProblem } from "../parts/toast.js";

/** By what money may go back: what paid the bill, cash, and store credit. The server decides. @param {any} bill */
export function usualTypes(bill) {
  const paid = (bill?.tenders ?? []).map((/** @type {any} */ each) => each.type).filter((/** @type {string} */ type) => !["exchange", "gift_card"].includes(type));
  return [...new Set([bill?.refund_default ?? "cash", ...paid, "cash", "store_credit"])];
}

/**
 * @param {{ id: { current: string }, sale: string | null, lines: any[], reason: string, types: string[], first: string, onDone: (done: any) => void }} props
 */
export function ReturnFoot({ id, sale, lines, reason, types, first, onDone }) {
  const [rows, setRows] = useState(() => [newTender(first)]);
  const [busy, setBusy] = useState(false);
  const body = { id: id.current, register: register.value?.code, sale, lines, tenders: sentTenders(rows), reason: reason.trim() };
  const some = lines.length > 0;
  const told = useAnswer((signal) => api.post("/returns", { ...body, dry_run: true }, { signal }), [JSON.stringify(body)], { wait: 200, when: some });
  const note = some ? told.data : null;
  const ready = note !== null && !told.problem && !told.loading;
  const post = async () => {
    if (!ready || busy) return;
    setBusy(true);
    try {
      const done = await command("/returns", body);
      onDone({ note: done, bill: null });
    } catch (problem) {
      id.current = newId();
      setBusy(false);
      toastProblem(problem);
    }
  };
  useKeys([["F12", "returns.key_post", () => void post()], ["Ctrl+Enter", "returns.key_post", () => void post()]]);
  return html`<aside class="returning-foot"><div class="card">
    <div class="count-figure"><span class="quiet">${t("returns.goes_back")}</span>
      <output class="figure-large num" aria-busy=${told.loading ? "true" : undefined}>${note && !told.problem ? money(note.due) : "–"}</output></div>
    <${FootNote} some=${some} problem=${told.problem} needs=${note?.needs_approval} />
    <${Tenders} types=${types} rows=${rows} onChange=${setRows} rest />
    <${Button} kind="primary" size="large" wide keys="F12" busy=${busy} disabled=${!ready} onClick=${() => void post()}>
      ${note && ready ? t("returns.post", { amount: money(note.due) }) : t("returns.post_none")}<//>
  </div></aside>`;
}

/** @param {{ some: boolean, problem: Error | null, needs?: string | null, empty?: string }} props what is missing, what is wrong, or who is asked */
export function FootNote({ some, problem, needs, empty }) {
  return html`<div class="foot-note">
    ${!some && html`<p class="quiet">${empty ?? t("returns.choose")}</p>`}
    ${some && problem && html`<${Banner} kind="wrong">${problem.name === "Problem" ? problem.message : t("core.unreachable")}<//>`}
    ${some && !problem && needs && html`<${Banner} kind="warning" icon="lock">${needs}<//>`}
  </div>`;
}
