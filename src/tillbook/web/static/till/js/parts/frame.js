/** The bar at the top and the way to every screen; a screen stands in it: html`<${Frame} title=… bar=…>…</>`. */
import { html, useState } from "../ui.js";
import { ROUTES } from "../routes.js";
import { lock } from "../session.js";
import { may, place, register, session, shop, gate } from "../state.js";
import { useKeys } from "../keys.js";
import { t } from "../words.js";
import { IconButton } from "./button.js";
import { Icon } from "./icon.js";
import { Sheet } from "./dialog.js";

/** The routes that the person may use. */
export function openRoutes() {
  return ROUTES.filter((route) => !route.hidden && (!route.right || may(route.right)));
}

/** @param {{ onClose: () => void }} props */
function Ways({ onClose }) {
  const here = `/${place.value[0] ?? ""}`;
  return html`<${Sheet} kind="side" title=${shop.value?.name ?? "Tillbook"} onClose=${onClose}>
    <nav class="ways" aria-label=${t("core.screens")}>
      ${openRoutes().map((route) => html`<a key=${route.path} class="way" href=${`#${route.path}`} onClick=${onClose}
        aria-current=${here === route.path ? "page" : undefined}>
        <${Icon} name=${route.icon ?? "next"} /><span class="way-name">${t(route.name)}</span>
        ${route.keys && html`<kbd class="key" aria-hidden="true">${route.keys}</kbd>`}
      </a>`)}
    </nav>
    <p class="ways-person"><${Icon} name="user" size=${20} /> ${session.value?.name}${register.value ? ` · ${register.value.name}` : ""}</p>
  <//>`;
}

/**
 * @param {{ title: string, bar?: any, acts?: any, children?: any, class?: string }} props
 *   `bar` takes the middle of the bar in place of the title (the search, say), `acts` stand at its end
 */
export function Frame({ title, bar, acts, children, class: more = "" }) {
  const [open, setOpen] = useState(false);
  useKeys(openRoutes().filter((route) => route.keys).map((route) => [
    /** @type {string} */ (route.keys), route.name, () => { location.hash = `#${route.path}`; },
  ]));
  return html`<div class="frame">
    <header class="bar">
      <${IconButton} icon="menu" label=${t("core.menu")} aria-expanded=${open ? "true" : "false"} onClick=${() => setOpen(true)} />
      ${bar ? html`<h1 class="unseen">${title}</h1><div class="bar-middle">${bar}</div>` : html`<h1 class="bar-title">${title}</h1>`}
      <div class="bar-end">${acts}
        <${IconButton} icon="lock" label=${t("core.lock", { name: session.value?.name ?? "" })} class="bar-lock" onClick=${() => void lock()} disabled=${gate.value !== ""} />
      </div>
    </header>
    <main class=${`screen ${more}`} id="screen" tabindex="-1">${children}</main>
    ${open && html`<${Ways} onClose=${() => setOpen(false)} />`}
  </div>`;
}
