/** Lists, what stands there while they load, and what stands there when there is nothing. */
import { html } from "../ui.js";
import { Icon } from "./icon.js";

/** @param {{ children?: any, label?: string, class?: string }} props */
export function List({ children, label, class: more = "" }) {
  return html`<ul class=${`list ${more}`} aria-label=${label}>${children}</ul>`;
}

/**
 * One row: `title` over `note` at the start, `end` (an amount, say) over `endNote` at the end. With `onClick` the row is a button, with `href` a link.
 * @param {{ title: any, note?: any, end?: any, endNote?: any, icon?: string, onClick?: () => void, href?: string, current?: boolean, children?: any }} props
 */
export function ListItem({ title, note, end, endNote, icon, onClick, href, current, children }) {
  const inside = html`${icon && html`<span class="list-icon"><${Icon} name=${icon} /></span>`}
    <span class="list-text"><span class="list-title">${title}</span>${note && html`<span class="list-note">${note}</span>`}</span>
    ${(end || endNote) && html`<span class="list-end num"><span>${end}</span>${endNote && html`<span class="list-note">${endNote}</span>`}</span>`}`;
  const row = onClick
    ? html`<button type="button" class="list-row" onClick=${onClick} aria-current=${current ? "true" : undefined}>${inside}</button>`
    : href
      ? html`<a class="list-row" href=${href} aria-current=${current ? "page" : undefined}>${inside}</a>`
      : html`<div class="list-row">${inside}</div>`;
  return html`<li class="list-item">${row}${children}</li>`;
}

/** @param {{ icon?: string, title: string, note?: any, children?: any }} props children: what to do about it */
export function Empty({ icon = "info", title, note, children }) {
  return html`<div class="empty">
    <span class="empty-icon"><${Icon} name=${icon} size=${40} /></span>
    <p class="empty-title">${title}</p>
    ${note && html`<p class="empty-note">${note}</p>`}
    ${children && html`<div class="empty-acts">${children}</div>`}
  </div>`;
}

/** What is known of a row, with dots between; each part keeps its own direction. @param {{ of: any[] }} props */
export function Dots({ of }) {
  return html`${of.filter(Boolean).map((part, at) => html`${at ? " · " : ""}<bdi key=${at}>${part}</bdi>`)}`;
}

/** Grey rows of the height of what will come, so that nothing jumps. @param {{ rows?: number, kind?: "row" | "tile" | "line" }} props */
export function Skeleton({ rows = 3, kind = "row" }) {
  return html`<div class=${`skeleton skeleton-${kind}s`} aria-hidden="true">
    ${Array.from({ length: rows }, (_, at) => html`<span key=${at} class=${`skeleton-${kind}`}></span>`)}
  </div>`;
}

/** @param {{ label: string }} props */
export function Spinner({ label }) {
  return html`<span class="spinner spinner-large" role="status"><span class="unseen">${label}</span></span>`;
}
