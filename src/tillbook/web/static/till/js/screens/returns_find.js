/** The bill that goods come back of: by its number, by a scan of its code, by customer or day. */
import { html } from "../ui.js";
import { go } from "../routes.js";
import { useScan } from "../scan.js";
import { t } from "../words.js";
import { Frame } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { BillsFound, BillsSearch, useBills } from "./bills_list.js";

export function FindBill() {
  const bills = useBills();
  useScan((code) => go("returns", code.trim().toUpperCase()));
  return html`<${Frame} title=${t("returns.title")} acts=${html`<a class="button bar-act" href="#/returns/without"><${Icon} name="note" size=${20} /><span>${t("returns.without")}</span></a>`}>
    <div class="column">
      <p class="returns-hint">${t("returns.find_note")}</p>
      <${BillsSearch} bills=${bills} focus onEnter=${(/** @type {string} */ text) => { if (/\d/.test(text)) go("returns", text.trim().toUpperCase()); }} />
      <${BillsFound} bills=${bills} to="returns" />
    </div>
  <//>`;
}
