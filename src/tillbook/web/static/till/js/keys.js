/**
 * Shortcuts. `useKeys([["F2", "till.keys.search", focusSearch], …])` in a screen or dialog: they work while it is the
 * top layer, wherever the focus is, and stand in the help (F1). Names: "F2", "Escape", "Ctrl+Enter", "Alt+1", "/", "ArrowDown".
 *
 * A printable key is a shortcut only where no field is typed into, and only once it is sure that it does not begin
 * a scan; `useTyping(run)` gets what else is typed with no field in focus (to put it into the search, say).
 */
import { useEffect, useRef } from "./ui.js";
import { isField, topLayer, useLayer } from "./layers.js";

/** @typedef {[key: string, words: string, run: (event: KeyboardEvent | null) => void]} Key */
/** @typedef {{ layer: number, keys: { current: Key[] } }} Registered */

/** @type {Registered[]} */
const registered = [];
/** @type {Array<{ layer: number, run: { current: (text: string) => void } }>} */
const typing = [];

/** @param {Key[]} keys */
export function useKeys(keys) {
  const layer = useLayer();
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    const entry = { layer, keys: now };
    registered.push(entry);
    return () => { registered.splice(registered.indexOf(entry), 1); };
  }, [layer]);
}

/** @param {(text: string) => void} run */
export function useTyping(run) {
  const layer = useLayer();
  const now = useRef(run);
  now.current = run;
  useEffect(() => {
    const entry = { layer, run: now };
    typing.push(entry);
    return () => { typing.splice(typing.indexOf(entry), 1); };
  }, [layer]);
}

/** The shortcuts of the screen itself and the whole page, for the help. @returns {Key[]} */
export function screenKeys() {
  return registered.filter((entry) => entry.layer === 0).flatMap((entry) => entry.keys.current);
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const plain = event.key.length === 1;
  const before = [event.ctrlKey || event.metaKey ? "Ctrl+" : "", event.altKey ? "Alt+" : "", event.shiftKey && !plain ? "Shift+" : ""];
  return before.join("") + (plain && (event.ctrlKey || event.altKey) ? event.key.toLowerCase() : event.key);
}

/** @param {string} name @param {KeyboardEvent | null} event */
function run(name, event) {
  const top = topLayer();
  for (const entry of registered.toReversed()) {
    if (entry.layer !== top) continue;
    const found = entry.keys.current.find(([key]) => key === name);
    if (!found) continue;
    event?.preventDefault();
    found[2](event);
    return true;
  }
  return false;
}

/** What was typed with no field in focus and is no scan (scan.js says so). @param {string} text */
export function typed(text) {
  if (text.length === 1 && run(text, null)) return;
  typing.findLast((entry) => entry.layer === topLayer())?.run.current(text);
}

/** Listens; scan.js must listen before, so that it sees a burst first. */
export function listenForKeys() {
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const printable = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (printable) return;
    if (/^F([1-9]|10|12)$/.test(event.key)) event.preventDefault();
    if (/^(Enter|Backspace|Delete|Home|End|Arrow)/.test(event.key) && isField(event.target) && !event.ctrlKey) return;
    if (event.key === "Enter" && !event.ctrlKey && event.target instanceof HTMLElement && event.target.closest("button, a, summary")) return;
    run(nameOf(event), event);
  }, { capture: true });
}
