/** Fields: each has its label, room for a hint or an error below (so that nothing jumps), and tells both to a screen reader. */
import { html, useId } from "../ui.js";

/**
 * The frame of any field.
 * @param {{ id: string, label: string, hint?: any, error?: any, children?: any, class?: string, hideLabel?: boolean }} props
 */
export function Field({ id, label, hint, error, children, class: more = "", hideLabel }) {
  return html`<div class=${`field ${error ? "field-wrong" : ""} ${more}`}>
    <label class=${hideLabel ? "unseen" : "field-label"} for=${id}>${label}</label>
    ${children}
    <div class="field-note" id=${`${id}-note`} role=${error ? "alert" : undefined}>${error || hint || ""}</div>
  </div>`;
}

/**
 * @param {{
 *   label: string, value: string, onInput: (value: string) => void, hint?: any, error?: any, type?: string, class?: string,
 *   hideLabel?: boolean, inputRef?: any, before?: any, after?: any, [rest: string]: any
 * }} props `before` and `after` stand inside the field
 */
export function TextField({ label, value, onInput, hint, error, type = "text", class: more, hideLabel, inputRef, before, after, ...rest }) {
  const id = useId();
  return html`<${Field} id=${id} label=${label} hint=${hint} error=${error} class=${more} hideLabel=${hideLabel}>
    <span class="input">
      ${before}
      <input id=${id} ref=${inputRef} type=${type} value=${value} autocomplete="off" spellcheck=${false} dir="auto"
        aria-describedby=${`${id}-note`} aria-invalid=${error ? "true" : undefined} ...${rest}
        onInput=${(/** @type {any} */ event) => onInput(event.currentTarget.value)} />
      ${after}
    </span>
  <//>`;
}

/**
 * @param {{ label: string, value: string, onChange: (value: string) => void, options: Array<[value: string, label: string]>, hint?: any, error?: any, hideLabel?: boolean, [rest: string]: any }} props
 */
export function SelectField({ label, value, onChange, options, hint, error, hideLabel, ...rest }) {
  const id = useId();
  return html`<${Field} id=${id} label=${label} hint=${hint} error=${error} hideLabel=${hideLabel}>
    <span class="input input-select">
      <select id=${id} value=${value} aria-describedby=${`${id}-note`} ...${rest}
        onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.value)}>
        ${options.map(([each, text]) => html`<option key=${each} value=${each} selected=${each === value}>${text}</option>`)}
      </select>
    </span>
  <//>`;
}

/**
 * A few answers to choose one from, as cards (with `note`) or as a row of segments.
 * @param {{ label: string, value: string, onChange: (value: string) => void, hideLabel?: boolean, kind?: "cards" | "segments",
 *   options: Array<{ value: string, label: string, note?: string }> }} props
 */
export function Choice({ label, value, onChange, options, hideLabel, kind = "segments" }) {
  const name = useId();
  return html`<fieldset class=${`choice choice-${kind}`}>
    <legend class=${hideLabel ? "unseen" : "field-label"}>${label}</legend>
    <div class="choice-options">
      ${options.map((option) => html`<label key=${option.value} class="choice-option">
        <input type="radio" name=${name} value=${option.value} checked=${option.value === value} onChange=${() => onChange(option.value)} />
        <span class="choice-text"><span class="choice-label">${option.label}</span>
          ${option.note && html`<span class="choice-note">${option.note}</span>`}</span>
      </label>`)}
    </div>
  </fieldset>`;
}

/** @param {{ label: string, checked: boolean, onChange: (checked: boolean) => void, note?: string }} props */
export function Switch({ label, checked, onChange, note }) {
  return html`<label class="switch">
    <span class="switch-text"><span>${label}</span>${note && html`<span class="choice-note">${note}</span>`}</span>
    <input type="checkbox" role="switch" checked=${checked} onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.checked)} />
  </label>`;
}
