/** A count with a large minus and plus. */
import { html, useId } from "../ui.js";
import { t } from "../words.js";
import { Icon } from "./icon.js";

/**
 * Whole numbers of things, not amounts of money.
 * @param {{ label: string, value: number, onChange: (value: number) => void, max?: number, min?: number, hideLabel?: boolean, disabled?: boolean, onEnter?: () => void, children?: any }} props
 */
export function Stepper({ label, value, onChange, max = 99999, min = 0, hideLabel, disabled, onEnter, children }) {
  const id = useId();
  /** @param {number} wanted */
  const set = (wanted) => onChange(Math.min(max, Math.max(min, wanted)));
  return html`<div class="stepper">
    <label class=${hideLabel ? "unseen" : "stepper-label num"} for=${id}>${children ?? label}</label>
    <button type="button" class="stepper-act" aria-label=${t("day.less", { what: label })} disabled=${disabled || value <= min} onClick=${() => set(value - 1)}><${Icon} name="minus" /></button>
    <input id=${id} class="stepper-value num" type="text" inputmode="numeric" autocomplete="off" dir="ltr" disabled=${disabled} value=${String(value)}
      onFocus=${(/** @type {any} */ event) => event.currentTarget.select()}
      onInput=${(/** @type {any} */ event) => {
        const digits = event.currentTarget.value.normalize("NFKC").replace(/\D/g, "").slice(0, 5);
        event.currentTarget.value = digits;
        set(Number(digits || "0"));
      }}
      onBlur=${(/** @type {any} */ event) => { event.currentTarget.value = String(value); }}
      onKeyDown=${(/** @type {any} */ event) => {
        if (event.key === "ArrowUp" || event.key === "ArrowDown") {
          event.preventDefault();
          set(value + (event.key === "ArrowUp" ? 1 : -1));
        } else if (event.key === "Enter" && onEnter) {
          event.preventDefault();
          onEnter();
        }
      }} />
    <button type="button" class="stepper-act" aria-label=${t("day.more", { what: label })} disabled=${disabled || value >= max} onClick=${() => set(value + 1)}><${Icon} name="plus" /></button>
  </div>`;
}
