/** Who buys: three digits of a telephone number are enough; who is not known is made here. */
import { html, signal, useEffect, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { newId } from "../commands.js";
import { money } from "../format.js";
import { may } from "../state.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { TextField } from "../parts/field.js";
import { Icon } from "../parts/icon.js";
import { toastProblem } from "../parts/toast.js";
import { Problem } from "../problem.js";
import { t } from "../words.js";
import { buyer, setBuyer } from "./cart_store.js";

/** Whether a customer is being chosen. */
export const picking = signal(false);

const DEBOUNCE_MS = 80;
const LETTERS_MIN = 2;
const DIGITS_MIN = 3;
const FOUND_MAX = 8;

/** @typedef {{ code: string, name: string, phone: string, email: string, owes: string, credit_left: string | null }} Customer */

/** @param {string} text */
const enough = (text) => (/^[+\d\s-]+$/.test(text) ? text.replace(/\D/g, "").length >= DIGITS_MIN : text.trim().length >= LETTERS_MIN);

/** @param {string} text @returns {Customer[] | null} */
function useCustomers(text) {
  const [found, setFound] = useState(/** @type {Customer[] | null} */ (null));
  useEffect(() => {
    if (!enough(text)) {
      setFound(null);
      return undefined;
    }
    const ended = new AbortController();
    const timer = setTimeout(() => {
      api.get("/customers", { query: { search: text.trim(), limit: FOUND_MAX }, signal: ended.signal }).then(
        ({ customers }) => setFound(customers),
        (problem) => { if (problem.name !== "AbortError") toastProblem(problem); },
      );
    }, DEBOUNCE_MS);
    return () => { clearTimeout(timer); ended.abort(); };
  }, [text]);
  return found;
}

/** What is typed may be a number, an address or a name: it goes into the field that it fits. @param {string} text */
function firstOf(text) {
  const typed = text.trim();
  if (/^[+\d\s-]+$/.test(typed)) return { name: "", phone: typed, email: "" };
  return typed.includes("@") ? { name: "", phone: "", email: typed } : { name: typed, phone: "", email: "" };
}

/** @param {{ text: string, onDone: () => void, onBack: () => void }} props */
function NewCustomer({ text, onDone, onBack }) {
  const [id] = useState(newId);
  const [fields, setFields] = useState(() => firstOf(text));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  /** @param {string} name */
  const set = (name) => (/** @type {string} */ value) => { setFields((before) => ({ ...before, [name]: value })); setProblem(null); };
  /** @param {string} part */
  const error = (part) => (problem?.path?.startsWith(part) ? problem.message : "");
  /** @param {Event} event */
  const save = async (event) => {
    event.preventDefault();
    if (busy || !fields.name.trim()) return;
    setBusy(true);
    try {
      const one = (/** @type {string} */ value) => (value.trim() ? [value.trim()] : []);
      const made = await api.post("/customers", { id, name: fields.name.trim(), phones: one(fields.phone), emails: one(fields.email) });
      setBuyer(made);
      onDone();
    } catch (found) {
      setBusy(false);
      if (found instanceof Problem) setProblem(found);
      else toastProblem(found);
    }
  };
  const known = ["name", "phones", "emails"].some((part) => error(part));
  return html`<form class="stack" onSubmit=${save}>
    <${TextField} label=${t("cart.customer_name")} value=${fields.name} onInput=${set("name")} error=${error("name")} required data-autofocus autocomplete="off" />
    <${TextField} label=${t("cart.customer_phone")} value=${fields.phone} onInput=${set("phone")} error=${error("phones")} type="tel" />
    <${TextField} label=${t("cart.customer_email")} value=${fields.email} onInput=${set("email")} error=${error("emails")} type="email" />
    ${problem && !known && html`<p class="field-wrong" role="alert">${problem.message}</p>`}
    <div class="row row-end"><${Button} onClick=${onBack}>${t("core.back")}<//><${Button} type="submit" kind="primary" busy=${busy} disabled=${!fields.name.trim()}>${t("core.save")}<//></div>
  </form>`;
}

/** @param {{ customer: Customer, current: boolean, id: string, onPick: () => void }} props */
function Found({ customer, current, id, onPick }) {
  return html`<li id=${id} role="option" aria-selected=${current ? "true" : "false"} class="found" onClick=${onPick}>
    <span class="found-icon"><${Icon} name="user" /></span>
    <span class="found-text"><span class="found-name">${customer.name}</span><span class="found-note num">${[customer.phone, customer.email].filter(Boolean).map((note, at) => html`${at ? " · " : ""}<bdi>${note}</bdi>`)}</span></span>
    ${/[1-9]/.test(customer.owes ?? "") && html`<span class="found-end"><span class="mark mark-low">${t("cart.owes", { amount: money(customer.owes) })}</span></span>`}
  </li>`;
}

function Pick() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [making, setMaking] = useState(false);
  const field = useRef(null);
  const found = useCustomers(text);
  const close = () => { picking.value = false; };
  useEffect(() => setAt(0), [found]);
  /** @param {Customer} customer */
  const pick = (customer) => { setBuyer(customer); close(); };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const count = found?.length ?? 0;
    if (event.key === "ArrowDown" && count) setAt((at + 1) % count);
    else if (event.key === "ArrowUp" && count) setAt((at - 1 + count) % count);
    else if (event.key === "Enter" && found?.[at]) pick(found[at]);
    else if (event.key === "Enter" && found && text.trim()) setMaking(true);
    else return;
    event.preventDefault();
  };
  if (making) return html`<${Dialog} key="new" title=${t("cart.customer_new")} onClose=${close}><${NewCustomer} text=${text} onDone=${close} onBack=${() => setMaking(false)} /><//>`;
  return html`<${Dialog} key="pick" title=${t("cart.customer")} onClose=${close} start=${field} class="pick"
    foot=${html`${buyer.value && html`<${Button} icon="close" onClick=${() => { setBuyer(null); close(); }}>${t("cart.customer_none")}<//>`}
      ${may("manage_customers") && html`<${Button} icon="plus" onClick=${() => setMaking(true)}>${t("cart.customer_new")}<//>`}`}>
    <${TextField} label=${t("cart.customer_search")} hint=${t("cart.customer_hint")} value=${text} onInput=${setText} inputRef=${field} onKeyDown=${onKey}
      role="combobox" aria-expanded=${found?.length ? "true" : "false"} aria-controls="pick-list" aria-autocomplete="list" aria-activedescendant=${found?.length ? `pick-${at}` : undefined} />
    <ul class="pick-list" id="pick-list" role="listbox" aria-label=${t("cart.customers_found")}>
      ${(found ?? []).map((customer, place) => html`<${Found} key=${customer.code} id=${`pick-${place}`} customer=${customer} current=${place === at} onPick=${() => pick(customer)} />`)}
    </ul>
    <p class="pick-none" role="status">${found && found.length === 0 ? t("cart.customer_unknown") : ""}</p>
  <//>`;
}

export function CustomerPick() {
  return picking.value && html`<${Pick} />`;
}
