/** At which register this browser stands: whoever works there signs in by PIN from then on. */
import { html, useEffect, useState } from "../ui.js";
import { api } from "../api.js";
import { loadState } from "../session.js";
import { register } from "../state.js";
import { t } from "../words.js";
import { Button } from "../parts/button.js";
import { SelectField } from "../parts/field.js";
import { toast, toastProblem } from "../parts/toast.js";

/** @typedef {{ code: string, name: string, active: boolean }} Known */

export function Pairing() {
  const [known, setKnown] = useState(/** @type {Known[]} */ ([]));
  const [wanted, setWanted] = useState(register.value?.code ?? "");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    api.get("/registers").then((found) => {
      setKnown(found.registers);
      setWanted((before) => before || found.registers[0]?.code || "");
    }, toastProblem);
  }, []);
  const pair = async () => {
    setBusy(true);
    try {
      await api.put("/session/register", { register: wanted });
      await loadState();
      toast(t("menu.paired", { name: register.value?.name ?? wanted }), "done");
    } catch (problem) {
      toastProblem(problem);
    }
    setBusy(false);
  };
  return html`<div class="menu-pair">
    <${SelectField} label=${t("menu.register")} value=${wanted} onChange=${setWanted} hint=${t("menu.pair_note")}
      options=${known.map((each) => [each.code, each.name])} />
    <${Button} busy=${busy} disabled=${!wanted || wanted === register.value?.code} onClick=${pair}>${t("menu.pair")}<//>
  </div>`;
}
