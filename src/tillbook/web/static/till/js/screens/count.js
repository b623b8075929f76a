/** Counting the drawer and closing the shift. What the pieces come to is worked out by the server. */
import { html, useEffect, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { command, newId } from "../commands.js";
import { money } from "../format.js";
import { go } from "../routes.js";
import { keep, kept } from "../store.js";
import { register, shop } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { Choice, TextField } from "../parts/field.js";
import { Dialog } from "../parts/dialog.js";
import { Empty } from "../parts/list.js";
import { FigureField } from "../parts/figure.js";
import { Frame } from "../parts/frame.js";
import { Stepper } from "../parts/stepper.js";
import { toastProblem } from "../parts/toast.js";
import { Counted } from "./count_done.js";

/** @typedef {Record<string, number>} Pieces how many of each note and coin */

export function Count() {
  const code = register.value?.code ?? "";
  const shift = useAnswer((signal) => api.get("/shift", { query: { register: code }, signal }), [code]);
  const [closed, setClosed] = useState(/** @type {any} */ (null));
  if (closed) return html`<${Counted} closed=${closed} />`;
  return html`<${Frame} title=${t("day.close")}>
    <${Answered} of=${shift} rows=${6}>${(/** @type {any} */ found) => (found.open
      ? html`<${Drawer} shift=${found} onClosed=${setClosed} />`
      : html`<${Empty} icon="day" title=${t("day.is_closed")}><a class="button button-primary" href="#/day">${t("day.back")}</a><//>`)}<//>
  <//>`;
}

/** What was counted so far is kept in this browser until the shift is closed. @param {string} name @returns {[Pieces, (pieces: Pieces) => void]} */
function usePieces(name) {
  const [pieces, setPieces] = useState(() => {
    try {
      return /** @type {Pieces} */ (JSON.parse(kept(name, "{}")));
    } catch {
      return {};
    }
  });
  return [pieces, (next) => { keep(name, JSON.stringify(next)); setPieces(next); }];
}

/** What the pieces come to: asked of the server, as a cart of notes and coins. @param {Pieces} pieces */
function useWorth(pieces) {
  const lines = Object.entries(pieces).filter(([, count]) => count > 0)
    .map(([value, count]) => ({ product: value, quantity: String(count), unit_price: value }));
  const written = JSON.stringify(lines);
  const found = useAnswer(
    (signal) => (lines.length ? api.post("/price", { currency: shop.peek()?.currency, lines }, { signal }) : Promise.resolve({ total: "0" })),
    [written], { wait: lines.length ? 150 : 0 },
  );
  return { total: /** @type {string | null} */ (found.data?.total ?? null), loading: found.loading };
}

/** @param {{ shift: any, onClosed: (closed: any) => void }} props */
function Drawer({ shift, onClosed }) {
  const code = register.value?.code ?? "";
  const name = `count.${code}.${shift.open.number}`;
  const values = shop.value?.denominations ?? [];
  const [how, setHow] = useState(values.length ? "pieces" : "total");
  const [pieces, setPieces] = usePieces(name);
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  const [note, setNote] = useState("");
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const id = useRef(newId());
  const worth = useWorth(pieces);
  const counted = how === "pieces" ? worth.total : typed;
  const expected = useExpected(code);
  const close = async () => {
    setBusy(true);
    const counts = values.filter((value) => (pieces[value] ?? 0) > 0).map((value) => ({ value, pieces: pieces[value] }));
    try {
      const closed = await command("/shift/close", {
        id: id.current, register: code, note: note.trim(), ...(how === "pieces" ? { counts } : { counted: typed }),
      });
      keep(name, null);
      onClosed({ ...closed, carts_open: shift.carts_open });
    } catch (problem) {
      id.current = newId();
      setAsking(false);
      setBusy(false);
      toastProblem(problem);
    }
  };
  return html`<div class="count-screen pinned">
    <div class="count-pieces">
      ${values.length > 0 && html`<${Choice} label=${t("day.count_how")} hideLabel value=${how} onChange=${setHow}
        options=${[{ value: "pieces", label: t("day.count_pieces") }, { value: "total", label: t("day.count_total") }]} />`}
      ${how === "pieces"
        ? html`<ul class="count-list">${values.map((value, at) => html`<li key=${value}>
            <${Stepper} label=${money(value)} value=${pieces[value] ?? 0} onChange=${(/** @type {number} */ count) => setPieces({ ...pieces, [value]: count })}
              onEnter=${() => next(at)} /></li>`)}</ul>`
        : html`<div class="card"><${FigureField} label=${t("day.count_total_label")} value=${typed} onValue=${setTyped} required
            onEnter=${() => { if (typed !== null) setAsking(true); }} data-autofocus /></div>`}
    </div>
    <aside class="count-sum">
      <div class="card">
        <div class="count-figure"><span class="quiet">${t("day.counted")}</span>
          <output class="figure-large num" aria-busy=${worth.loading ? "true" : undefined}>${counted === null ? "–" : money(counted)}</output></div>
        ${expected !== null && html`<div class="count-expected"><span class="quiet">${t("day.expected")}</span><span class="num">${money(expected)}</span></div>`}
        ${expected === null && shop.value?.blind_count && html`<p class="quiet">${t("day.blind")}</p>`}
        <${TextField} label=${t("day.note")} value=${note} onInput=${setNote} maxlength="400" />
        ${shift.carts_open > 0 && html`<${Banner} kind="warning" icon="carts" act=${html`<a class="button button-small" href="#/carts">${t("day.see_carts")}</a>`}>
          ${t("day.carts_stay", { count: shift.carts_open })}<//>`}
        <${Button} kind="primary" size="large" wide disabled=${counted === null} onClick=${() => setAsking(true)}>${t("day.close_act")}<//>
        <${Button} wide onClick=${() => go("day")}>${t("day.count_later")}<//>
      </div>
    </aside>
    ${asking && html`<${Sure} counted=${counted} busy=${busy} onClose=${() => setAsking(false)} onSure=${() => void close()} />`}
  </div>`;
}

/** The field of the next note or coin. @param {number} at */
function next(at) {
  const fields = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".count-list .stepper-value"));
  (fields[at + 1] ?? /** @type {HTMLElement | null} */ (document.querySelector(".count-sum .button-primary")))?.focus();
}

/** What should be in the drawer, where whoever counts may know it. @param {string} code */
function useExpected(code) {
  const [expected, setExpected] = useState(/** @type {string | null} */ (null));
  useEffect(() => {
    if (shop.peek()?.blind_count) return;
    api.get("/shift/x", { query: { register: code } }).then((found) => setExpected(found.report.cash?.expected ?? null)).catch(toastProblem);
  }, [code]);
  return expected;
}

/** @param {{ counted: string | null, busy: boolean, onClose: () => void, onSure: () => void }} props */
function Sure({ counted, busy, onClose, onSure }) {
  const start = useRef(/** @type {HTMLElement | null} */ (null));
  return html`<${Dialog} title=${t("day.close_sure")} onClose=${busy ? undefined : onClose} start=${start} foot=${html`
      <${Button} onClick=${onClose} disabled=${busy}>${t("day.count_again")}<//>
      <${Button} kind="primary" busy=${busy} onClick=${onSure} data-autofocus>${t("day.close_act")}<//>`}>
    <p class="count-sure"><span class="quiet">${t("day.counted")}</span> <strong class="figure-large num">${money(counted)}</strong></p>
    <p>${t("day.close_final")}</p>
  <//>`;
}
