/** F1: the shortcuts of the screen and those that hold everywhere. */
import { html, signal } from "../ui.js";
import { lock } from "../session.js";
import { screenKeys, useKeys } from "../keys.js";
import { session } from "../state.js";
import { t } from "../words.js";
import { Dialog } from "../parts/dialog.js";
import { ROUTES } from "../routes.js";

/** Set it to show the help, as from a menu. */
export const helpOpen = signal(false);

/** @param {{ title: string, keys: Array<[string, string]> }} props */
function Group({ title, keys }) {
  return keys.length > 0 && html`<section class="keys"><h3>${title}</h3>
    <dl>${keys.map(([key, words]) => html`<div key=${key}><dt><kbd class="key">${key}</kbd></dt><dd>${words}</dd></div>`)}</dl>
  </section>`;
}

export function Help() {
  useKeys([
    ["F1", "help.help", () => { helpOpen.value = true; }],
    ["Ctrl+l", "help.lock", () => { if (session.value) void lock(); }],
  ]);
  if (!helpOpen.value) return null;
  const named = new Set(["F1", "Ctrl+l", ...ROUTES.map((route) => route.keys)]);
  const own = screenKeys().filter(([key]) => !named.has(key));
  /** @type {Array<[string, string]>} */
  const here = own.map(([key, words]) => [key, t(words)]);
  /** @type {Array<[string, string]>} */
  const everywhere = [
    ["F1", t("help.help")],
    ...ROUTES.flatMap((route) => (route.keys ? [/** @type {[string, string]} */ ([route.keys, t(route.name)])] : [])),
    ["Ctrl+L", t("help.lock")], ["Esc", t("help.close")],
    [t("help.scan"), t("help.scan_note")],
  ];
  return html`<${Dialog} title=${t("help.title")} onClose=${() => { helpOpen.value = false; }} class="help">
    <${Group} title=${t("help.here")} keys=${here} />
    <${Group} title=${t("help.everywhere")} keys=${everywhere} />
  <//>`;
}
