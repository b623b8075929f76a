/** Opening a shift with the cash that lies in the drawer. */
import { html, useRef, useState } from "../ui.js";
import { command, newId } from "../commands.js";
import { dateTime } from "../format.js";
import { may, register, session } from "../state.js";
import { t } from "../words.js";
import { Button } from "../parts/button.js";
import { FigureField } from "../parts/figure.js";
import { Icon } from "../parts/icon.js";
import { TextField } from "../parts/field.js";
import { toast, toastProblem } from "../parts/toast.js";

/** @param {{ found: any, onOpened: () => void }} props */
export function OpenShift({ found, onOpened }) {
  const [float, setFloat] = useState(/** @type {string | null} */ (null));
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const id = useRef(newId());
  const open = async () => {
    if (float === null || busy) return;
    setBusy(true);
    try {
      await command("/shift/open", { id: id.current, register: register.peek()?.code, float, note: note.trim() });
      toast(t("day.opened"), "done");
      onOpened();
    } catch (problem) {
      id.current = newId();
      toastProblem(problem);
    }
    setBusy(false);
  };
  return html`<section class="card day-open">
    <span class="day-open-icon"><${Icon} name="day" size=${40} /></span>
    <h2>${t("day.is_closed")}</h2>
    <p class="quiet">${found.last_z ? t("day.last_z", { number: found.last_z.number, when: dateTime(found.last_z.closed_at) }) : t("day.first")}</p>
    ${may("open_shift")
      ? html`<form class="day-open-form" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); void open(); }}>
          <${FigureField} label=${t("day.float_label")} hint=${t("day.float_hint")} value=${float} onValue=${setFloat} onEnter=${() => void open()} data-autofocus required />
          <${TextField} label=${t("day.note")} value=${note} onInput=${setNote} maxlength="400" />
          <${Button} type="submit" kind="primary" size="large" wide busy=${busy} disabled=${float === null}>${t("day.open")}<//>
        </form>`
      : html`<p>${t("day.open_not_allowed", { name: session.value?.name ?? "" })}</p>`}
  </section>`;
}
