/** The bills that were issued; the one that is open as its paper. */
import { html } from "../ui.js";
import { go } from "../routes.js";
import { useScan } from "../scan.js";
import { t } from "../words.js";
import { Empty } from "../parts/list.js";
import { Frame } from "../parts/frame.js";
import { Split } from "../parts/split.js";
import { BillsFound, BillsSearch, useBills } from "./bills_list.js";
import { BillOpen } from "./bills_one.js";

/** Before the code of a customer in the address; numbers of bills have no small letters. */
const OF = "of";

/** @param {{ parts: string[] }} props */
export default function Bills({ parts }) {
  const [customer = "", number = ""] = parts[0] === OF ? parts.slice(1) : ["", parts[0]];
  const bills = useBills(customer);
  useScan((code) => go("bills", code.trim().toUpperCase()));
  const list = html`
    ${customer && html`<div class="row"><a class="button" href=${`#/customers/${encodeURIComponent(customer)}`}>${t("bills.of_customer")}</a>
      <a class="button button-quiet" href="#/bills">${t("bills.of_all")}</a></div>`}
    <${BillsSearch} bills=${bills} focus=${!number} onEnter=${() => { if (bills.sales[0]) go("bills", bills.sales[0].number); }} />
    <${BillsFound} bills=${bills} to=${customer ? `bills/${OF}/${encodeURIComponent(customer)}` : "bills"} current=${number} />`;
  return html`<${Frame} title=${t("bills.title")}>
    <${Split} back=${customer ? `#/bills/${OF}/${encodeURIComponent(customer)}` : "#/bills"} list=${list}
      one=${number ? html`<${BillOpen} key=${number} number=${number} />` : null}
      nothing=${html`<${Empty} icon="bill" title=${t("bills.choose")} note=${t("bills.choose_note")} />`} />
  <//>`;
}
