/** What lies over what: the screen is layer 0, each open dialog or sheet one above. Only the top one hears keys and scans. */
import { signal, createContext, useContext } from "./ui.js";

/** The open layers, the top one last. */
export const layers = signal(/** @type {number[]} */ ([]));
/** The layer that a part stands in; 0 is the screen. */
export const LayerContext = createContext(0);

let last = 0;

export function newLayer() {
  last += 1;
  return last;
}

export function topLayer() {
  return layers.peek().at(-1) ?? 0;
}

/** @returns {number} */
export function useLayer() {
  return useContext(LayerContext);
}

/** Whether a field is being typed into. @param {EventTarget | null} target @returns {target is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */
export function isField(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["button", "checkbox", "radio", "submit", "file", "range", "color"].includes(target.type);
}
