/**
 * Dialog and Sheet: over the screen, which is inert meanwhile. The focus goes in, stays in and comes back; Esc and a
 * press beside it close it; the shortcuts and scans of what is below are still.
 */
import { html, createPortal, useEffect, useId, useLayoutEffect, useRef, useState } from "../ui.js";
import { LayerContext, layers, newLayer } from "../layers.js";
import { t } from "../words.js";
import { IconButton } from "./button.js";

const FOCUSABLE = "button:not(:disabled), [href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";

/** @param {HTMLElement} root */
function focusables(root) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(FOCUSABLE)]).filter((each) => each.offsetParent !== null);
}

/** @param {HTMLElement} root @param {KeyboardEvent} event */
function keepFocus(root, event) {
  const all = focusables(root);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return event.preventDefault();
  const at = document.activeElement;
  if (event.shiftKey ? at === first || !root.contains(at) : at === last || !root.contains(at)) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}

/**
 * @param {{
 *   title: string, onClose?: () => void, children?: any, foot?: any, kind?: "dialog" | "sheet" | "side" | "whole", wide?: boolean,
 *   hideTitle?: boolean, class?: string, start?: any
 * }} props no `onClose`: it cannot be left (sign-in); `start` is a ref of what has the focus first
 */
export function Dialog({ title, onClose, children, foot, kind = "dialog", wide, hideTitle, class: more = "", start }) {
  const heading = useId();
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const [layer] = useState(newLayer);
  useLayoutEffect(() => {
    const before = document.activeElement;
    layers.value = [...layers.value, layer];
    const node = root.current;
    const wanted = start?.current ?? node?.querySelector("[data-autofocus], [autofocus]") ?? node?.querySelector("input:not([type=radio]), select, textarea");
    (wanted ?? node)?.focus({ preventScroll: true });
    return () => {
      layers.value = layers.value.filter((each) => each !== layer);
      if (before instanceof HTMLElement && before.isConnected) setTimeout(() => before.focus({ preventScroll: true }));
    };
  }, [layer]);
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const onKey = (event) => {
      if (layers.peek().at(-1) !== layer || event.isComposing) return;
      if (event.key === "Tab" && root.current) keepFocus(root.current, event);
      if (event.key === "Escape" && onClose) {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [layer, onClose]);
  // On its first drawing it is not among the layers yet, and must already take the focus.
  const top = !layers.value.includes(layer) || layers.value.at(-1) === layer;
  const body = html`<${LayerContext.Provider} value=${layer}>
    <div class=${`over over-${kind}`} inert=${!top} onPointerDown=${(/** @type {any} */ event) => {
      if (onClose && event.target === event.currentTarget) onClose();
    }}>
      <section ref=${root} class=${`dialog dialog-${kind} ${wide ? "dialog-wide" : ""} ${more}`} role="dialog" aria-modal="true"
        aria-labelledby=${heading} tabindex="-1">
        <header class=${hideTitle ? "unseen" : "dialog-head"}>
          <h2 id=${heading}>${title}</h2>
          ${onClose && !hideTitle && html`<${IconButton} icon="close" label=${t("core.close")} onClick=${onClose} />`}
        </header>
        <div class="dialog-body">${children}</div>
        ${foot && html`<footer class="dialog-foot">${foot}</footer>`}
      </section>
    </div>
  <//>`;
  return createPortal(body, /** @type {Element} */ (document.getElementById("layers")));
}

/** From below on a phone, from the side elsewhere. @param {Parameters<typeof Dialog>[0]} props */
export function Sheet(props) {
  return html`<${Dialog} kind="sheet" ...${props} />`;
}
