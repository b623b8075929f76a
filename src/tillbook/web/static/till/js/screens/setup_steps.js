/** The four steps of the first run, and what each still lacks. */
import { html, useMemo, useRef, useState } from "../ui.js";
import { countryNames, currencyNames, usualIn, zonesOf } from "../countries.js";
import { setUpCodeNeeded } from "../state.js";
import { language, t } from "../words.js";
import { Button } from "../parts/button.js";
import { Choice, SelectField, TextField } from "../parts/field.js";

/**
 * @typedef {{
 *   name: string, country: string, currency: string, timezone: string, prices_include_tax: boolean, owner: string, password: string,
 *   pin: string, products: string, file: { name: string, text: string, count: number } | null, code: string
 * }} Answers
 * @typedef {{ answers: Answers, change: (some: Partial<Answers>) => void, errors: Record<string, string> }} StepProps
 */

const PASSWORD_MIN = 10;
const FILE_MAX = 10_000_000;

/** What a step lacks, by field. The server knows more rules; what it refuses is shown at the same places. @param {string} step @param {Answers} answers */
export function wrongIn(step, answers) {
  /** @type {Record<string, string>} */
  const wrong = {};
  /** @param {boolean} bad @param {string} field */
  const when = (bad, field) => { if (bad) wrong[field] = t(`setup.wrong_${field}`); };
  if (step === "shop") {
    when(!answers.name.trim(), "name");
    when(setUpCodeNeeded.peek() && !answers.code.trim(), "code");
  } else if (step === "owner") {
    when(!answers.owner.trim(), "owner");
    when([...answers.password].length < PASSWORD_MIN, "password");
    when(!/^\d{4,8}$/.test(answers.pin), "pin");
  } else if (step === "products") {
    when(answers.products === "file" && !answers.file, "file");
  }
  return wrong;
}

/** @param {StepProps} props */
export function ShopStep({ answers, change, errors }) {
  const countries = useMemo(() => countryNames(language.value), [language.value]);
  return html`<div class="stack">
    <${TextField} label=${t("setup.name")} value=${answers.name} onInput=${(/** @type {string} */ name) => change({ name })} error=${errors.name}
      hint=${t("setup.name_hint")} maxlength="120" autocomplete="organization" data-autofocus />
    <${SelectField} label=${t("setup.country")} value=${answers.country} options=${countries}
      onChange=${(/** @type {string} */ country) => change(usualIn(country))} error=${errors.country} />
    ${setUpCodeNeeded.value && html`<${TextField} label=${t("setup.code")} value=${answers.code} hint=${t("setup.code_hint")} error=${errors.code}
      onInput=${(/** @type {string} */ code) => change({ code })} class="setup-code" />`}
  </div>`;
}

/** @param {string} language @param {string} country @param {string} currency */
function example(language, country, currency) {
  const shown = new Intl.NumberFormat(`${language}-${country}`, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return /** @param {string} figure */ (figure) => shown.format(/** @type {any} */ (figure));
}

/** @param {StepProps} props */
export function MoneyStep({ answers, change, errors }) {
  const currencies = useMemo(() => currencyNames(language.value), [language.value]);
  const own = zonesOf(answers.country);
  const zones = own.includes(answers.timezone) ? own : [answers.timezone, ...own];
  const money = example(language.value, answers.country, answers.currency);
  return html`<div class="stack">
    <${SelectField} label=${t("setup.currency")} value=${answers.currency} options=${currencies} error=${errors.currency} data-autofocus
      onChange=${(/** @type {string} */ currency) => change({ currency })} />
    <${SelectField} label=${t("setup.timezone")} value=${answers.timezone} error=${errors.timezone}
      options=${zones.map((zone) => [zone, zone.replaceAll("_", " ")])} onChange=${(/** @type {string} */ timezone) => change({ timezone })} />
    <${Choice} kind="cards" label=${t("setup.tax")} value=${answers.prices_include_tax ? "in" : "out"}
      onChange=${(/** @type {string} */ value) => change({ prices_include_tax: value === "in" })}
      options=${[
        { value: "in", label: t("setup.tax_in"), note: t("setup.tax_in_note", { price: money("110") }) },
        { value: "out", label: t("setup.tax_out"), note: t("setup.tax_out_note", { price: money("100"), paid: money("110") }) },
      ]} />
  </div>`;
}

/** How long a guess would take, in four steps: 0 is refused, 3 is strong. A hint; the server refuses what is listed. @param {string} password */
export function strength(password) {
  const signs = [...password];
  if (signs.length < PASSWORD_MIN) return 0;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  const spread = new Set(signs.map((sign) => sign.toLowerCase())).size;
  if (spread < 5 || /^(pass|qwer|1234|abcd|admin)/i.test(password)) return 1;
  if (signs.length >= 16 || (signs.length >= 12 && kinds >= 3)) return 3;
  return kinds >= 2 || signs.length >= 13 ? 2 : 1;
}

/** @param {StepProps} props */
export function OwnerStep({ answers, change, errors }) {
  const [shown, setShown] = useState(false);
  const level = strength(answers.password);
  const meter = html`<span class="meter" data-level=${answers.password ? level : ""} aria-hidden="true"><i></i><i></i><i></i></span>
    <span>${t(answers.password ? `setup.strength_${level}` : "setup.password_hint")}</span>`;
  return html`<div class="stack">
    <${TextField} label=${t("setup.owner")} value=${answers.owner} onInput=${(/** @type {string} */ owner) => change({ owner })} error=${errors.owner}
      maxlength="120" autocomplete="username" data-autofocus />
    <${TextField} label=${t("setup.password")} value=${answers.password} onInput=${(/** @type {string} */ password) => change({ password })}
      error=${errors.password} hint=${meter} type=${shown ? "text" : "password"} maxlength="200" autocomplete="new-password"
      after=${html`<button type="button" class="input-act" aria-pressed=${shown ? "true" : "false"} onClick=${() => setShown(!shown)}>${t(shown ? "sign_in.hide" : "sign_in.show")}</button>`} />
    <${TextField} label=${t("setup.pin")} value=${answers.pin} error=${errors.pin} hint=${t("setup.pin_hint")} inputmode="numeric" maxlength="8"
      type=${shown ? "text" : "password"} autocomplete="off" dir="ltr" onInput=${(/** @type {string} */ pin) => change({ pin: pin.replace(/\D/g, "") })} />
  </div>`;
}

/** Looks into a file of products, before anything is sent. @param {File} file @returns {Promise<{ name: string, text: string, count: number } | string>} what is wrong with it, in words */
async function looked(file) {
  if (file.size > FILE_MAX) return t("setup.file_large");
  try {
    const text = await file.text();
    const found = JSON.parse(text);
    const count = Object.keys(found).length;
    if (typeof found !== "object" || Array.isArray(found) || count === 0) return t("setup.file_other");
    return { name: file.name, text, count };
  } catch {
    return t("setup.file_unreadable");
  }
}

/** @param {StepProps} props */
export function ProductsStep({ answers, change, errors }) {
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [wrong, setWrong] = useState("");
  /** @param {any} event */
  const pick = async (event) => {
    const file = event.currentTarget.files[0];
    if (!file) return;
    const found = await looked(file);
    setWrong(typeof found === "string" ? found : "");
    change({ file: typeof found === "string" ? null : found });
  };
  const { file } = answers;
  const error = errors.file || wrong;
  return html`<div class="stack">
    <${Choice} kind="cards" hideLabel label=${t("setup.step_products")} value=${answers.products} onChange=${(/** @type {string} */ products) => change({ products })}
      options=${["demo", "file", "none"].map((value) => ({ value, label: t(`setup.products_${value}`), note: t(`setup.products_${value}_note`) }))} />
    ${answers.products === "file" && html`<div class="setup-file">
      <input ref=${picker} class="unseen" id="setup-file" type="file" accept=".json,application/json" tabindex="-1" aria-label=${t("setup.file")} onChange=${pick} />
      <${Button} icon="file" wide onClick=${() => picker.current?.click()} aria-describedby="setup-file-note" aria-invalid=${error ? "true" : undefined}>
        ${file ? file.name : t("setup.file")}<//>
      <p id="setup-file-note" class=${error ? "setup-wrong" : "quiet"} role=${error ? "alert" : "status"}>
        ${error || (file ? t("setup.file_found", { count: file.count }) : "")}</p>
    </div>`}
    ${errors.products && html`<p class="setup-wrong" role="alert">${errors.products}</p>`}
  </div>`;
}
