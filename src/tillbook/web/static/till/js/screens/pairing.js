/** Where this browser stands: a screen of its own, and what others show while it stands at no register. */
import { html } from "../ui.js";
import { may } from "../state.js";
import { t } from "../words.js";
import { Frame } from "../parts/frame.js";
import { Empty } from "../parts/list.js";
import { Pairing } from "./browser.js";

export default function Here() {
  return html`<${Frame} title=${t("menu.this_browser")}><div class="column"><section class="card"><${Pairing} /></section></div><//>`;
}

/** What a screen shows that needs a register, where this browser stands at none. */
export function NotPaired() {
  const able = may("manage_registers");
  return html`<${Empty} icon="shop" title=${t("menu.not_paired")} note=${t(able ? "menu.not_paired_pair" : "menu.not_paired_ask")}>
    ${able && html`<${Pairing} />`}
  <//>`;
}
