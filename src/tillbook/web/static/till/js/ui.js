/** One import for a screen: markup, hooks and signals. */
import { h, render, Fragment, createContext, createPortal } from "../vendor/preact.js";
import htm from "../vendor/htm.js";
// Loading signals also teaches Preact to render again what read one.
export {
  signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect,
} from "../vendor/signals.js";
export {
  useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useId,
} from "../vendor/hooks.js";
export { render, Fragment, createContext, createPortal };

/** Markup as a template: html`<${Button} onClick=${…}>…</>`. Text is always text, never markup. */
export const html = htm.bind(h);
