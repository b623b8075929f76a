/** F10: the shift of this register, its drawer, and the reports of those before. */
import { html, useState } from "../ui.js";
import { api } from "../api.js";
import { date, dateTime, money, time } from "../format.js";
import { go } from "../routes.js";
import { may, register, shop } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Banner } from "../parts/banner.js";
import { Icon } from "../parts/icon.js";
import { Frame } from "../parts/frame.js";
import { List } from "../parts/list.js";
import { MoveCash } from "./day_moves.js";
import { OpenShift } from "./day_open.js";
import { NotPaired } from "./pairing.js";
import { XReport } from "./day_x.js";
import { ZItem, ZReports } from "./day_z.js";
import { Count } from "./count.js";

/** @param {{ parts: string[] }} props */
export default function Day({ parts }) {
  const [what = "", which = ""] = parts;
  if (!register.value) return html`<${Frame} title=${t("day.title")}><${NotPaired} /><//>`;
  if (what === "z") return html`<${ZReports} number=${which} />`;
  if (what === "x") return html`<${XReport} />`;
  if (what === "count") return html`<${Count} />`;
  return html`<${Today} />`;
}

function Today() {
  const code = register.value?.code ?? "";
  const shift = useAnswer((signal) => api.get("/shift", { query: { register: code }, signal }), [code]);
  return html`<${Frame} title=${t("day.title")} acts=${html`<bdi class="day-date num">${date(shop.value?.business_date)}</bdi>`}>
    <div class="day">
      <div class="day-now">
        <${Answered} of=${shift} rows=${5}>${(/** @type {any} */ found) => (found.open
          ? html`<${Open} found=${found} onChange=${shift.again} />`
          : html`<${OpenShift} found=${found} onOpened=${shift.again} />`)}<//>
      </div>
      ${may("see_reports") && html`<${Past} code=${code} after=${shift.data?.last_z?.number ?? ""} />`}
    </div>
  <//>`;
}

/** @param {{ icon: string, label: string, note: string, onClick: () => void, primary?: boolean, keys?: string }} props */
function Act({ icon, label, note, onClick, primary }) {
  return html`<button type="button" class=${`day-act ${primary ? "day-act-primary" : ""}`} onClick=${onClick}>
    <${Icon} name=${icon} size=${28} /><span class="day-act-text"><span class="day-act-label">${label}</span><span class="day-act-note">${note}</span></span>
  </button>`;
}

/** @param {{ found: any, onChange: () => void }} props */
function Open({ found, onChange }) {
  const [move, setMove] = useState("");
  const { open } = found;
  const done = () => {
    setMove("");
    onChange();
  };
  return html`<section class="card day-shift">
      <p class="day-state"><span class="day-dot" aria-hidden="true"></span>${t("day.is_open", { shift: String(open.number) })}</p>
      <dl class="day-facts">
        <div><dt>${t("day.since")}</dt><dd><bdi>${open.business_date === shop.value?.business_date ? time(open.opened_at) : dateTime(open.opened_at)}</bdi></dd></div>
        <div><dt>${t("day.by")}</dt><dd>${open.by}</dd></div>
        <div><dt>${t("day.float")}</dt><dd class="num">${money(open.float)}</dd></div>
        <div><dt>${t("day.register")}</dt><dd>${register.value?.name}</dd></div>
      </dl>
    </section>
    ${found.carts_open > 0 && html`<${Banner} icon="carts" act=${html`<a class="button button-small" href="#/carts">${t("day.see_carts")}</a>`}>${t("day.carts_open", { count: found.carts_open })}<//>`}
    <div class="day-acts">
      ${may("move_cash") && html`
        <${Act} icon="plus" label=${t("day.pay_in")} note=${t("day.pay_in_note")} onClick=${() => setMove("pay_in")} />
        <${Act} icon="minus" label=${t("day.pay_out")} note=${t("day.pay_out_note")} onClick=${() => setMove("pay_out")} />
        <${Act} icon="lock" label=${t("day.drop")} note=${t("day.drop_note")} onClick=${() => setMove("drop")} />
        <${Act} icon="cash" label=${t("day.no_sale")} note=${t("day.no_sale_note")} onClick=${() => setMove("no_sale")} />`}
      <${Act} icon="file" label=${t("day.x")} note=${t("day.x_note")} onClick=${() => go("day", "x")} />
      ${may("close_shift") && html`<${Act} icon="check" primary label=${t("day.close")} note=${t("day.close_note")} onClick=${() => go("day", "count")} />`}
    </div>
    ${move && html`<${MoveCash} kind=${move} onClose=${() => setMove("")} onDone=${done} />`}`;
}

/** @param {{ code: string, after: string }} props */
function Past({ code, after }) {
  const reports = useAnswer((signal) => api.get("/z", { query: { register: code, limit: 6 }, signal }), [code, after]);
  return html`<section class="card day-past"><h2 class="card-title">${t("day.z_past")}</h2>
    <${Answered} of=${reports} rows=${3}>${(/** @type {any} */ found) => (found.reports.length
      ? html`<${List} label=${t("day.z_past")}>${found.reports.map((/** @type {any} */ each) => html`<${ZItem} key=${each.number} report=${each} />`)}<//>
        <a class="button button-quiet" href="#/day/z">${t("day.z_all")}</a>`
      : html`<p class="quiet">${t("day.z_none")}</p>`)}<//>
  </section>`;
}
