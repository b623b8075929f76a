/** After the count: the difference in large figures, and the Z report as paper. */
import { html } from "../ui.js";
import { money } from "../format.js";
import { t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Frame } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { Paper, PrintButton } from "../parts/paper.js";
import { isNothing } from "./day_z.js";

/** @param {{ closed: any }} props */
export function Counted({ closed }) {
  const exact = isNothing(closed.difference);
  const short = closed.difference.startsWith("-");
  const kind = exact ? "exact" : short ? "short" : "over";
  const carts = closed.open_carts ?? [];
  return html`<${Frame} title=${t("day.closed")}>
    <div class="count-done">
      <div class="count-result">
        <section class=${`card count-difference count-${kind}`} role="status">
          <${Icon} name=${exact ? "check" : "warning"} size=${40} />
          <p class="count-kind">${t(`day.result_${kind}`)}</p>
          ${!exact && html`<p class="figure-huge num">${money(closed.difference.replace("-", ""))}</p>`}
          <dl class="facts">
            <div><dt>${t("day.counted")}</dt><dd class="num">${money(closed.counted)}</dd></div>
            <div><dt>${t("day.expected")}</dt><dd class="num">${money(closed.expected)}</dd></div>
          </dl>
        </section>
        ${carts.length > 0 && html`<${Banner} kind="warning" icon="carts" act=${html`<a class="button button-small" href="#/carts">${t("day.see_carts")}</a>`}>
          ${t("day.carts_left", { count: carts.length })}<//>`}
        <div class="paper-acts">
          <${PrintButton} text=${closed.text} kind="primary" label=${t("day.print_z")} />
          <a class="button" href="#/day">${t("core.done")}</a>
        </div>
      </div>
      <${Paper} text=${closed.text} label=${t("day.z_number", { number: closed.number })} />
    </div>
  <//>`;
}
