/** A customer to be added or changed. What is wrong stands at the field that it is about. */
import { html, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { command, newId } from "../commands.js";
import { t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { Banner } from "../parts/banner.js";
import { Button, IconButton } from "../parts/button.js";
import { SelectField, Switch, TextField } from "../parts/field.js";
import { toast, toastProblem } from "../parts/toast.js";
import { Problem } from "../problem.js";
import { useFocus } from "./bills_list.js";

const FIELDS = ["name", "code", "email", "tax_number", "price_list"];

/** @param {{ customer: any, onSaved: (customer: any) => void, onClose: () => void }} props customer: null for a new one */
export function CustomerForm({ customer, onSaved, onClose }) {
  const [values, setValues] = useState(() => /** @type {Record<string, string>} */ (Object.fromEntries(FIELDS.map((field) => [field, customer?.[field] ?? ""]))));
  const [phones, setPhones] = useState(() => /** @type {string[]} */ (customer?.phones?.length ? customer.phones : [""]));
  const [consent, setConsent] = useState(Boolean(customer?.consent_at));
  const [known, setKnown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  /** @param {string} field */
  const put = (field) => (/** @type {string} */ value) => { setValues((before) => ({ ...before, [field]: value })); setProblem(null); };
  const shown = placed(problem);
  const field = useFocus(true);
  const priceLists = useAnswer((signal) => api.get("/price-lists", { signal }), []);
  const lists = priceLists.data?.lists ?? [];
  const id = useRef(newId());
  const save = async (although = false) => {
    if (busy || !(values.name ?? "").trim()) return;
    setBusy(true);
    setProblem(null);
    const body = {
      ...Object.fromEntries(FIELDS.map((field) => [field, (values[field] ?? "").trim()]).filter(([field, value]) => customer ? value !== (customer[String(field)] ?? "") : value !== "")),
      name: (values.name ?? "").trim(), phones: phones.map((phone) => phone.trim()).filter(Boolean),
      ...(consent !== Boolean(customer?.consent_at) && { consent }), ...(although && { although_known: true }),
    };
    try {
      const saved = customer ? await api.patch(`/customers/${encodeURIComponent(customer.code || `#${customer.id}`)}`, body) : await command("/customers", { id: id.current, ...body });
      toast(t("customers.saved", { name: saved.name }), "done");
      onSaved(saved);
    } catch (found) {
      setBusy(false);
      id.current = newId();
      if (!(found instanceof Problem)) return toastProblem(found);
      setKnown(found.code === "customer_known");
      setProblem(found);
    }
    return undefined;
  };
  return html`<form class="card customer-form" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); void save(); }}>
    <h2 class="card-title">${customer ? t("customers.edit") : t("customers.new")}</h2>
    <${TextField} label=${t("customers.name")} value=${values.name} onInput=${put("name")} error=${shown.at("name")} required inputRef=${field} />
    <div class="stack">${phones.map((phone, at) => html`<div class="phone-row" key=${at}>
      <${TextField} label=${at ? t("customers.phone_more", { count: at + 1 }) : t("customers.phone")} type="tel" value=${phone} error=${shown.at(`phones[${at}]`, at === 0 && "phones")}
        onInput=${(/** @type {string} */ value) => { setPhones((before) => before.map((each, place) => (place === at ? value : each))); setProblem(null); }} />
      ${phones.length > 1 && html`<${IconButton} icon="trash" label=${t("customers.phone_remove", { phone })} onClick=${() => setPhones((before) => before.filter((_, place) => place !== at))} />`}
    </div>`)}
      <div><${Button} kind="quiet" icon="plus" disabled=${phones.some((phone) => !phone.trim())} onClick=${() => setPhones((before) => [...before, ""])}>${t("customers.phone_add")}<//></div>
    </div>
    <${TextField} label=${t("customers.email")} type="email" value=${values.email} onInput=${put("email")} error=${shown.at("email")} />
    <div class="two">
      <${TextField} label=${t("customers.code")} hint=${t("customers.code_hint")} value=${values.code} onInput=${put("code")} error=${shown.at("code")} />
      <${TextField} label=${t("customers.tax_number")} value=${values.tax_number} onInput=${put("tax_number")} error=${shown.at("tax_number")} />
    </div>
    ${lists.length > 0 && html`<${SelectField} label=${t("customers.price_list")} value=${values.price_list} onChange=${put("price_list")} error=${shown.at("price_list")}
      options=${[["", t("customers.price_list_none")], ...lists.map((/** @type {any} */ each) => [each.list, each.name || each.list])]} />`}
    <${Switch} label=${t("customers.consent")} note=${t("customers.consent_note")} checked=${consent} onChange=${setConsent} />
    ${shown.rest && html`<${Banner} kind=${known ? "warning" : "wrong"} act=${known && html`<${Button} size="small" onClick=${() => void save(true)}>${t("customers.add_although")}<//>`}>${shown.rest}<//>`}
    <div class="row form-acts"><${Button} onClick=${onClose}>${t("core.cancel")}<//><${Button} type="submit" kind="primary" busy=${busy} disabled=${!(values.name ?? "").trim()}>${t("core.save")}<//></div>
  </form>`;
}

const OF_CODE = /** @type {Record<string, string>} */ ({ email_invalid: "email", phone_invalid: "phones", tax_number_invalid: "tax_number", unknown_price_list: "price_list" });

/** Where a problem is shown: at its field, or at the end. @param {Problem | null} problem */
function placed(problem) {
  const path = problem ? problem.path || OF_CODE[problem.code] || "" : "";
  const field = [...FIELDS, "phones"].find((each) => path.startsWith(each));
  return {
    /** @param {string} at @param {string | false} [otherwise] */
    at: (at, otherwise) => (problem && (path === at || (otherwise && path === otherwise)) ? problem.message : ""),
    rest: problem && !field ? problem.message : "",
  };
}
