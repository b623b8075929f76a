import { html } from "../ui.js";
import { Icon } from "./icon.js";

/**
 * @param {{
 *   children?: any, kind?: "plain" | "primary" | "danger" | "quiet", size?: "normal" | "large" | "small", icon?: string,
 *   busy?: boolean, disabled?: boolean, wide?: boolean, keys?: string, type?: string, class?: string, [rest: string]: any
 * }} props `busy` keeps the width and refuses a second press; `keys` shows the shortcut on it
 */
export function Button({ children, kind = "plain", size = "normal", icon, busy, disabled, wide, keys, type = "button", class: more = "", ...rest }) {
  const classes = ["button", `button-${kind}`, size !== "normal" ? `button-${size}` : "", wide ? "wide" : "", more];
  return html`<button type=${type} class=${classes.filter(Boolean).join(" ")} disabled=${disabled} aria-busy=${busy ? "true" : undefined}
    ...${rest} onClick=${busy ? undefined : rest.onClick}>
    ${icon && html`<${Icon} name=${icon} size=${20} />`}
    <span class="button-label">${children}</span>
    ${keys && html`<kbd class="key" aria-hidden="true">${keys}</kbd>`}
    ${busy && html`<span class="spinner" aria-hidden="true"></span>`}
  </button>`;
}

/** @param {{ icon: string, label: string, class?: string, [rest: string]: any }} props the label is read aloud and shown on hover */
export function IconButton({ icon, label, class: more = "", ...rest }) {
  return html`<button type="button" class=${`icon-button ${more}`} aria-label=${label} title=${label} ...${rest}>
    <${Icon} name=${icon} />
  </button>`;
}
