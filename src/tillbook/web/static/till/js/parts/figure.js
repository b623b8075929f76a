/** Fields for amounts and quantities. What they give on is the API's decimal string, or null while it is not one. */
import { html, useId, useRef, useState, useLayoutEffect } from "../ui.js";
import { Field } from "./field.js";
import { readFigure, writeFigure } from "../figures.js";
import { amount, locale, quantity } from "../format.js";
import { shop } from "../state.js";
import { t } from "../words.js";

/**
 * A text field for a figure, by the shop's way of writing. "1.234" where "." groups is asked about; a barcode is refused.
 *
 * @param {{
 *   label: string, value: string | null, onValue: (value: string | null) => void, kind?: "money" | "quantity" | "percent",
 *   hint?: any, error?: any, hideLabel?: boolean, inputRef?: any, required?: boolean, unit?: string, onEnter?: (value: string | null) => void, [rest: string]: any
 * }} props `onValue(null)` means: empty or not readable yet
 */
export function FigureField({ label, value, onValue, kind = "money", hint, error, hideLabel, inputRef, required, unit, onEnter, ...rest }) {
  const id = useId();
  const own = useRef(/** @type {HTMLInputElement | null} */ (null));
  const decimals = kind === "money" ? shop.value?.currency_digits ?? 2 : 3;
  const [typed, setTyped] = useState(() => (value ? writeFigure(value, locale.peek()) : ""));
  const [left, setLeft] = useState(false);
  const given = useRef(value);
  useLayoutEffect(() => {
    // A value set from outside is shown; one's own typing is left as it was typed.
    if (value !== given.current) setTyped(value ? writeFigure(value, locale.peek()) : "");
    given.current = value;
  }, [value]);
  const read = readFigure(typed, { locale: locale.value, decimals });
  /** @param {string} text */
  const change = (text) => {
    setTyped(text);
    setLeft(false);
    const found = readFigure(text, { locale: locale.peek(), decimals });
    given.current = "value" in found ? found.value : null;
    onValue(given.current);
  };
  const refused = "refused" in read ? read.refused : "";
  const show = refused === "which" || refused === "barcode" || (left && refused !== "" && (refused !== "empty" || required));
  const note = show ? html`<${Refused} read=${read} decimals=${decimals} kind=${kind} onChoose=${(/** @type {string} */ chosen) => {
    change(writeFigure(chosen, locale.peek()));
    own.current?.focus();
  }} />` : "";
  return html`<${Field} id=${id} label=${label} hint=${hint} error=${error || note} hideLabel=${hideLabel}>
    <span class="input input-figure">
      ${kind === "money" && html`<span class="input-mark">${sign()}</span>`}
      <input id=${id} type="text" inputmode="decimal" autocomplete="off" class="num" value=${typed} dir="ltr"
        aria-describedby=${`${id}-note`} aria-invalid=${error || show ? "true" : undefined} ...${rest}
        ref=${(/** @type {HTMLInputElement | null} */ node) => { own.current = node; if (inputRef) inputRef.current = node; }}
        onInput=${(/** @type {any} */ event) => change(event.currentTarget.value)}
        onFocus=${(/** @type {any} */ event) => event.currentTarget.select()}
        onBlur=${() => setLeft(true)}
        onKeyDown=${(/** @type {any} */ event) => {
          if (event.key !== "Enter") return;
          setLeft(true);
          if (onEnter) {
            event.preventDefault();
            onEnter(given.current);
          }
        }} />
      ${(kind === "percent" || unit) && html`<span class="input-mark">${kind === "percent" ? "%" : unit}</span>`}
    </span>
  <//>`;
}

/** The currency's sign, "₹". */
function sign() {
  const parts = new Intl.NumberFormat(locale.value, {
    style: "currency", currency: shop.value?.currency ?? "XXX", currencyDisplay: "narrowSymbol",
  }).formatToParts(0);
  return parts.find((part) => part.type === "currency")?.value ?? "";
}

/** @param {{ read: any, decimals: number, kind: string, onChoose: (value: string) => void }} props */
function Refused({ read, decimals, kind, onChoose }) {
  if (read.refused !== "which") return html`<span>${t(`core.figure_${read.refused}`, { decimals })}</span>`;
  return html`<span>${t("core.figure_which")}</span>
    ${read.choices.map((/** @type {string} */ choice) => html`<button type="button" class="choose" key=${choice}
      onClick=${() => onChoose(choice)}>${kind === "money" ? amount(choice) : quantity(choice)}</button>`)}`;
}
