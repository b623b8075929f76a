/** Figures under the thumb. */
import { html, useState, useEffect, useRef } from "../ui.js";
import { Icon } from "./icon.js";
import { useKeys, useTyping } from "../keys.js";
import { t } from "../words.js";

/**
 * Twelve keys: digits, and below left `extra` (a decimal sign, say), below right erase.
 * @param {{ onDigit: (digit: string) => void, onErase: () => void, extra?: string, disabled?: boolean, label?: string }} props
 */
export function Keypad({ onDigit, onErase, extra, disabled, label }) {
  /** @param {string} sign */
  const key = (sign) => html`<button type="button" key=${sign} class="pad-key num" disabled=${disabled} onClick=${() => onDigit(sign)}>${sign}</button>`;
  return html`<div class="pad" role="group" aria-label=${label ?? t("core.keypad")} dir="ltr">
    ${["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(key)}
    ${extra ? key(extra) : html`<span></span>`}
    ${key("0")}
    <button type="button" class="pad-key pad-erase" disabled=${disabled} aria-label=${t("core.erase")} onClick=${onErase}><${Icon} name="erase" /></button>
  </div>`;
}

const PIN_MAX = 8;

/**
 * A PIN by touch or keyboard. It is sent by Enter or the button, since PINs are 4 to 8 digits long.
 * @param {{ label: string, onPin: (pin: string) => void, busy?: boolean, error?: string, action: string, attempt?: number }} props
 *   a new `attempt` empties it
 */
export function PinPad({ label, onPin, busy, error, action, attempt = 0 }) {
  const [pin, setPin] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    setPin("");
    field.current?.focus({ preventScroll: true });
  }, [attempt]);
  const send = () => {
    if (pin.length >= 4 && !busy) onPin(pin);
  };
  /** @param {string} digit */
  const add = (digit) => setPin((before) => (before.length < PIN_MAX ? before + digit : before));
  useTyping((text) => { for (const sign of text) if (/\d/.test(sign)) add(sign); });
  useKeys([["Enter", "core.ok", send]]);
  return html`<div class="pin">
    <label class="pin-field">
      <span class="unseen">${label}</span>
      <input ref=${field} class="pin-input num" type="password" inputmode="none" autocomplete="off" placeholder=${t("core.pin")} maxlength=${PIN_MAX} value=${pin} data-autofocus
        aria-describedby="pin-note" aria-invalid=${error ? "true" : undefined} dir="ltr"
        onInput=${(/** @type {any} */ event) => {
          const digits = event.currentTarget.value.replace(/\D/g, "").slice(0, PIN_MAX);
          event.currentTarget.value = digits;
          setPin(digits);
        }}
        onKeyDown=${(/** @type {any} */ event) => { if (event.key === "Enter") { event.preventDefault(); send(); } }} />
    </label>
    <p class="pin-note" id="pin-note" role=${error ? "alert" : undefined}>${error || ""}</p>
    <${Keypad} onDigit=${add} onErase=${() => setPin((before) => before.slice(0, -1))} label=${label} disabled=${busy} />
    <button type="button" class="button button-primary button-large wide" aria-busy=${busy ? "true" : undefined} disabled=${pin.length < 4} onClick=${send}>
      <span class="button-label">${action}</span>${busy && html`<span class="spinner" aria-hidden="true"></span>`}
    </button>
  </div>`;
}
