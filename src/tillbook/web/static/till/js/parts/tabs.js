import { html, useId } from "../ui.js";

/**
 * Tabs by arrow keys, as ARIA describes them. The panel is what `children` show for the chosen one.
 * @param {{ label: string, tabs: Array<{ value: string, label: string, count?: number }>, value: string, onChange: (value: string) => void, children?: any }} props
 */
export function Tabs({ label, tabs, value, onChange, children }) {
  const id = useId();
  /** @param {any} event */
  const move = (event) => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const forth = back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const step = { [back]: -1, [forth]: 1 }[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : step ? (at + step + tabs.length) % tabs.length : -1;
    if (to < 0) return;
    event.preventDefault();
    onChange(/** @type {any} */ (tabs[to]).value);
    event.currentTarget.children[to]?.focus();
  };
  return html`<div class="tabs">
    <div class="tab-list" role="tablist" aria-label=${label} onKeyDown=${move}>
      ${tabs.map((tab) => html`<button type="button" key=${tab.value} role="tab" id=${`${id}-${tab.value}`} class="tab"
        aria-selected=${tab.value === value ? "true" : "false"} aria-controls=${`${id}-panel`} tabindex=${tab.value === value ? 0 : -1}
        onClick=${() => onChange(tab.value)}>${tab.label}${tab.count ? html` <span class="count num">${tab.count}</span>` : ""}</button>`)}
    </div>
    <div class="tab-panel" role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${value}`}>${children}</div>
  </div>`;
}
