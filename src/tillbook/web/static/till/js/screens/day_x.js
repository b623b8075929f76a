/** The X report: what the open shift comes to so far. It changes nothing. */
import { html } from "../ui.js";
import { api } from "../api.js";
import { go } from "../routes.js";
import { register } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Frame } from "../parts/frame.js";
import { Paper, PrintButton } from "../parts/paper.js";

export function XReport() {
  const code = register.value?.code ?? "";
  const report = useAnswer((signal) => api.get("/shift/x", { query: { register: code }, signal }), [code]);
  return html`<${Frame} title=${t("day.x")}>
    <div class="column column-paper">
      <${Answered} of=${report} rows=${4}>${(/** @type {any} */ found) => html`
        <div class="paper-acts">
          <${Button} icon="back" onClick=${() => go("day")}>${t("day.title")}<//>
          <${PrintButton} text=${found.text} kind="primary" />
          <${Button} icon="clock" busy=${report.loading} onClick=${report.again}>${t("day.x_again")}<//>
        </div>
        <${Paper} text=${found.text} label=${t("day.x")} />`}<//>
    </div>
  <//>`;
}
