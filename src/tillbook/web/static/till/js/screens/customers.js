/** Customers: found by name, code or three digits of a telephone number; the one that is open beside them. */
import { html, useState } from "../ui.js";
import { api } from "../api.js";
import { money } from "../format.js";
import { go } from "../routes.js";
import { may } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Dots, Empty, List, ListItem } from "../parts/list.js";
import { Frame } from "../parts/frame.js";
import { Icon } from "../parts/icon.js";
import { Split } from "../parts/split.js";
import { TextField } from "../parts/field.js";
import { useFocus } from "./bills_list.js";
import { CustomerForm } from "./customer_form.js";
import { CustomerOpen } from "./customer_one.js";
import { isNothing } from "./day_z.js";

const NEW = "+";

/** How a customer is named in an address: by code, or by "#" and id where they have none. @param {{ code: string, id: string }} customer */
export const customerKey = (customer) => customer.code || `#${customer.id}`;

/** @param {{ parts: string[] }} props */
export default function Customers({ parts }) {
  const [key = "", what = ""] = parts;
  const [text, setText] = useState("");
  const [turn, setTurn] = useState(0);
  const saved = (/** @type {any} */ customer) => {
    setTurn((count) => count + 1);
    go("customers", customerKey(customer));
  };
  const one = key === NEW
    ? html`<${CustomerForm} key="new" customer=${null} onSaved=${saved} onClose=${() => go("customers")} />`
    : key ? html`<${CustomerOpen} key=${key} name=${key} what=${what} onSaved=${saved} onChanged=${() => setTurn((count) => count + 1)} />` : null;
  return html`<${Frame} title=${t("customers.title")}
      acts=${may("manage_customers") && html`<a class="button button-primary bar-act" href=${`#/customers/${encodeURIComponent(NEW)}`}><${Icon} name="plus" size=${20} /><span>${t("customers.new")}</span></a>`}>
    <${Split} back="#/customers" one=${one} list=${html`<${Found} text=${text} onText=${setText} turn=${turn} current=${key} />`}
      nothing=${html`<${Empty} icon="users" title=${t("customers.choose")} note=${t("customers.choose_note")} />`} />
  <//>`;
}

/** @param {{ text: string, onText: (text: string) => void, turn: number, current: string }} props */
function Found({ text, onText, turn, current }) {
  const wanted = text.trim();
  const field = useFocus(!current);
  const found = useAnswer((signal) => api.get("/customers", { query: { search: wanted, limit: 50 }, signal }), [wanted, turn], { wait: wanted ? 120 : 0 });
  return html`
    <${TextField} label=${t("customers.search")} hint=${t("customers.search_hint")} value=${text} onInput=${onText} inputRef=${field}
      before=${html`<span class="input-mark"><${Icon} name="search" size=${20} /></span>`}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        const first = found.data?.customers[0];
        if (event.key !== "Enter" || !first || found.loading) return;
        event.preventDefault();
        go("customers", customerKey(first));
      }} />
    <${Answered} of=${found} rows=${6}>${(/** @type {any} */ answer) => (answer.customers.length
      ? html`<${List} label=${t("customers.title")}>${answer.customers.map((/** @type {any} */ each) => html`<${ListItem} key=${each.id ?? each.code}
          href=${`#/customers/${encodeURIComponent(customerKey(each))}`} current=${customerKey(each) === current} title=${each.name}
          note=${html`<${Dots} of=${[each.phone, each.code, each.email]} />`}
          end=${isNothing(each.owes) ? "" : html`<span class="owes">${money(each.owes)}</span>`} endNote=${isNothing(each.owes) ? "" : t("customers.owes")} />`)}<//>`
      : wanted
        ? html`<${Empty} icon="search" title=${t("customers.none_found")} note=${t("customers.none_found_note")} />`
        : html`<${Empty} icon="users" title=${t("customers.none")} note=${t("customers.none_note")} />`)}<//>`;
}
