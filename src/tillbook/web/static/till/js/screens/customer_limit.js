/** How far a customer may owe. */
import { html, useRef, useState } from "../ui.js";
import { command, newId } from "../commands.js";
import { money } from "../format.js";
import { t } from "../words.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { FigureField } from "../parts/figure.js";
import { toast } from "../parts/toast.js";
import { Problem } from "../problem.js";

/** @param {{ customer: any, onClose: () => void, onDone: () => void }} props */
export function CustomerLimit({ customer, onClose, onDone }) {
  const [limit, setLimit] = useState(/** @type {string | null} */ (customer.credit_limit));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const id = useRef(newId());
  const save = async () => {
    if (limit === null || busy) return;
    setBusy(true);
    try {
      const name = customer.code || `#${customer.id}`;
      const set = await command(`/customers/${encodeURIComponent(name)}/credit-limit`, { id: id.current, limit }, { method: "PUT" });
      toast(t("customers.limit_set", { amount: money(set.limit) }), "done");
      onDone();
    } catch (problem) {
      setBusy(false);
      if (!(problem instanceof Problem)) throw problem;
      id.current = newId();
      setError(problem.body.cancelled ? "" : problem.message);
    }
  };
  return html`<${Dialog} title=${t("customers.set_limit")} onClose=${onClose} foot=${html`
      <${Button} onClick=${onClose}>${t("core.cancel")}<//>
      <${Button} kind="primary" busy=${busy} disabled=${limit === null} onClick=${() => void save()}>${t("core.save")}<//>`}>
    <p class="quiet">${t("customers.limit_note", { name: customer.name })}</p>
    <${FigureField} label=${t("customers.limit")} value=${limit} onValue=${(/** @type {string | null} */ value) => { setLimit(value); setError(""); }} error=${error} onEnter=${() => void save()} data-autofocus />
  <//>`;
}
