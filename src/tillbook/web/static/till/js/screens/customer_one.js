/** One customer: who it is, what they owe, which bills are open, and what can be done about it. */
import { html } from "../ui.js";
import { api } from "../api.js";
import { date, dateTime, money } from "../format.js";
import { go } from "../routes.js";
import { may } from "../state.js";
import { t } from "../words.js";
import { Answered, useAnswer } from "../parts/answer.js";
import { Button } from "../parts/button.js";
import { Dots } from "../parts/list.js";
import { setBuyer } from "./cart_store.js";
import { CustomerForm } from "./customer_form.js";
import { CustomerLimit } from "./customer_limit.js";
import { customerKey } from "./customers.js";
import { isNothing } from "./day_z.js";
import { TakePayment } from "./payment_account.js";
import { Face } from "./sign_in.js";

/** @param {{ name: string, what: string, onSaved: (customer: any) => void, onChanged: () => void }} props what: edit, pay, limit or "" */
export function CustomerOpen({ name, what, onSaved, onChanged }) {
  const found = useAnswer((signal) => api.get(`/customers/${encodeURIComponent(name)}`, { signal }), [name]);
  return html`<${Answered} of=${found} rows=${5}>${(/** @type {any} */ customer) => {
    const back = () => go("customers", customerKey(customer));
    const done = () => {
      found.again();
      onChanged();
      back();
    };
    if (what === "edit") return html`<${CustomerForm} customer=${customer} onSaved=${(/** @type {any} */ saved) => { found.set(saved); onSaved(saved); }} onClose=${back} />`;
    return html`<${Shown} customer=${customer} />
      ${what === "pay" && html`<${TakePayment} customer=${customer} onClose=${back} onDone=${done} />`}
      ${what === "limit" && html`<${CustomerLimit} customer=${customer} onClose=${back} onDone=${done} />`}`;
  }}<//>`;
}

/** @param {{ customer: any }} props */
function Shown({ customer }) {
  const key = encodeURIComponent(customerKey(customer));
  const owes = !isNothing(customer.balance);
  const theirs = customer.balance.startsWith("-");
  const sellTo = () => {
    setBuyer({ code: customerKey(customer), name: customer.name, phone: customer.phones[0] ?? "", email: customer.email });
    go();
  };
  return html`<article class="customer">
    <header class="customer-head"><${Face} name=${customer.name} />
      <div><h2>${customer.name}</h2><p class="quiet num"><${Dots} of=${[customer.code, ...customer.phones]} /></p></div></header>
    <section class=${`card customer-owes ${owes && !theirs ? "customer-debt" : ""}`}>
      <div class="count-figure"><span class="quiet">${theirs ? t("customers.credit_theirs") : t("customers.owes_now")}</span>
        <strong class="figure-large num">${money(customer.balance.replace("-", ""))}</strong></div>
      <p class="quiet">${isNothing(customer.credit_limit) ? t("customers.no_credit") : t("customers.limit_is", { amount: money(customer.credit_limit) })}</p>
      <div class="customer-acts">
        ${may("take_payment") && html`<a class="button button-primary" href=${`#/customers/${key}/pay`}>${t("customers.take_payment")}</a>`}
        ${may("sell") && html`<${Button} icon="cart" onClick=${sellTo}>${t("customers.sell_to")}<//>`}
        ${may("manage_customers") && html`<a class="button" href=${`#/customers/${key}/edit`}>${t("customers.edit")}</a>`}
        ${may("set_credit_limit") && html`<a class="button" href=${`#/customers/${key}/limit`}>${t("customers.set_limit")}</a>`}
        ${may("sell") && html`<a class="button" href=${`#/bills/of/${key}`}>${t("customers.bills")}</a>`}
      </div>
    </section>
    <${OpenBills} bills=${customer.open_bills} />
    ${may("see_reports") && html`<${Statement} name=${customerKey(customer)} balance=${customer.balance} />`}
    <${Details} customer=${customer} />
  </article>`;
}

/** @param {{ bills: any[] }} props */
function OpenBills({ bills }) {
  return bills.length > 0 && html`<section class="card"><h3 class="card-title">${t("customers.open_bills")}</h3>
    <div class="figures-scroll" tabindex="0" role="group" aria-label=${t("customers.open_bills")}><table class="figures"><thead><tr><th scope="col">${t("customers.bill")}</th><th scope="col">${t("customers.date")}</th>
      <th scope="col" class="end">${t("customers.amount")}</th><th scope="col" class="end">${t("customers.left")}</th></tr></thead>
      <tbody>${bills.map((bill) => html`<tr key=${bill.number}><td><a class="num" href=${`#/bills/${encodeURIComponent(bill.number)}`}>${bill.number}</a></td>
        <td><bdi>${date(bill.business_date)}</bdi></td><td class="end num">${money(bill.amount)}</td><td class="end num"><strong>${money(bill.open)}</strong></td></tr>`)}</tbody></table></div>
  </section>`;
}

/** @param {{ name: string, balance: string }} props */
function Statement({ name, balance }) {
  const found = useAnswer((signal) => api.get(`/customers/${encodeURIComponent(name)}/statement`, { signal }), [name, balance]);
  return html`<section class="card"><h3 class="card-title">${t("customers.statement")}</h3>
    <${Answered} of=${found} rows=${3} kind="line">${(/** @type {any} */ account) => html`
      <dl class="ages">${account.ageing.map((/** @type {any} */ age) => html`<div key=${age.label}>
        <dt>${ageWords(age.label)}</dt><dd class="num">${money(age.amount)}</dd></div>`)}</dl>
      ${account.entries.length
        ? html`<div class="figures-scroll" tabindex="0" role="group" aria-label=${t("customers.statement")}><table class="figures"><thead><tr><th scope="col">${t("customers.date")}</th><th scope="col">${t("customers.document")}</th>
            <th scope="col" class="end">${t("customers.amount")}</th><th scope="col" class="end">${t("customers.balance")}</th></tr></thead>
            <tbody>${account.entries.toReversed().map((/** @type {any} */ entry) => html`<tr key=${`${entry.at} ${entry.number}`}><td><bdi>${date(entry.business_date)}</bdi></td>
              <td>${t(`customers.kind_${entry.kind}`)} <span class="num quiet">${entry.number}</span></td>
              <td class="end num">${money(entry.amount)}</td><td class="end num">${money(entry.balance)}</td></tr>`)}</tbody></table></div>`
        : html`<p class="quiet">${t("customers.no_entries")}</p>`}`}<//>
  </section>`;
}

/** "31-60" → "31–60 days". @param {string} label */
function ageWords(label) {
  if (label === "today") return t("customers.age_today");
  if (label.startsWith("over ")) return t("customers.age_over", { days: label.slice(5) });
  return t("customers.age_days", { days: label.replace("-", "–") });
}

/** @param {{ customer: any }} props */
function Details({ customer }) {
  /** @type {Array<[string, string]>} */
  const facts = [
    [t("customers.email"), customer.email],
    ...Object.entries(customer.addresses ?? {}).map(([what, where]) => /** @type {[string, string]} */ ([t("customers.address_of", { what }), String(where)])),
    [t("customers.tax_number"), customer.tax_number], [t("customers.price_list"), customer.price_list], [t("customers.group"), customer.group],
    [t("customers.exempt"), customer.exempt_reason],
    [t("customers.consent"), customer.consent_at ? dateTime(customer.consent_at) : ""],
  ];
  const known = facts.filter(([, value]) => value);
  return known.length > 0 && html`<section class="card"><h3 class="card-title">${t("customers.details")}</h3>
    <dl class="facts">${known.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl></section>`;
}
