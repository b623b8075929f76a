/**
 * Tells a scanner from a person.
 *
 * A scanner types a code within milliseconds and ends it with Enter or Tab. Keys that follow each other within
 * 35 ms are a burst; a burst of three or more ended by Enter or Tab, or of seven or more that just stops, is a scan.
 * It is taken wherever the focus is and leaves no trace in a field: from its third key on the burst is held back,
 * and the field gets back what it held before. If it was a quick person after all, what was held back is typed.
 *
 * Times are those of the events, not of when the page gets round to them, so a busy page loses nothing.
 */
import { useEffect, useRef } from "./ui.js";
import { isField, topLayer, useLayer } from "./layers.js";
import { typed } from "./keys.js";

const GAP_MS_MAX = 35;
const SETTLE_MS = 60;
const ENDED_MIN = 3;
const UNENDED_MIN = 7;
const HELD_FROM = 3;
const WAITING_MAX = 200;

/** @typedef {{ field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string, from: number | null, to: number | null }} Before */

/** @type {Array<{ layer: number, run: { current: (code: string, at: number) => void } }>} */
const readers = [];
/** @type {Array<[string, number]>} */
let unread = [];
/** @type {(code: string) => void} */
let refused = () => undefined;

let text = "";
let held = "";
let lastAt = 0;
/** @type {Before | null} */
let before = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

/**
 * Hears the scans of this screen or dialog, in order; `at` is the time of the burst's last key, to measure from.
 * @param {(code: string, at: number) => void} run
 */
export function useScan(run) {
  const layer = useLayer();
  const now = useRef(run);
  now.current = run;
  useEffect(() => {
    const entry = { layer, run: now };
    readers.push(entry);
    const waited = layer === topLayer() ? unread : [];
    if (waited.length) unread = [];
    for (const [code, at] of waited) now.current(code, at);
    return () => { readers.splice(readers.indexOf(entry), 1); };
  }, [layer]);
}

/** Who is told of a scan that nobody may take now, such as in a dialog that asks for a price. @param {(code: string) => void} run */
export function onScanRefused(run) {
  refused = run;
}

/** @param {string} code @param {number} at */
function deliver(code, at) {
  const top = topLayer();
  const reader = readers.findLast((entry) => entry.layer === top);
  if (reader) reader.run.current(code, at);
  else if (top === 0 && unread.length < WAITING_MAX) unread.push([code, at]);
  else refused(code);
}

/** @param {EventTarget | null} target @returns {Before | null} */
function remember(target) {
  if (!isField(target)) return null;
  const selects = !(target instanceof HTMLSelectElement) && target.selectionStart !== null;
  return {
    field: target, value: target.value,
    from: selects ? target.selectionStart : null, to: selects ? target.selectionEnd : null,
  };
}

/** Writes a value as if it had been typed, so that the field's own listeners hear of it. @param {Before["field"]} field @param {string} value */
function write(field, value) {
  if (field.value === value) return;
  const proto = Object.getPrototypeOf(field);
  Object.getOwnPropertyDescriptor(proto, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
}

function forget() {
  clearTimeout(settling);
  text = "";
  held = "";
  before = null;
}

/** The burst was a scan. */
function take() {
  const code = text;
  const at = lastAt;
  const was = before;
  forget();
  if (was) {
    write(was.field, was.value);
    if (was.from !== null && !(was.field instanceof HTMLSelectElement)) was.field.setSelectionRange(was.from, was.to);
  }
  deliver(code, at);
}

/** The burst was a person: what was held back is typed after all. */
function release() {
  const was = before;
  const late = held;
  const all = text;
  forget();
  if (!was) {
    if (all) typed(all);
    return;
  }
  const { field } = was;
  if (!late || field instanceof HTMLSelectElement || field.readOnly) return;
  const [from, to] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
  write(field, field.value.slice(0, from) + late + field.value.slice(to));
  if (field.selectionStart !== null) field.setSelectionRange(from + late.length, from + late.length);
}

function settle() {
  if (text.length >= UNENDED_MIN) take();
  else release();
}

/** @param {KeyboardEvent} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.isComposing || ["Shift", "CapsLock", "AltGraph", "NumLock"].includes(event.key)) return;
  const soon = text !== "" && event.timeStamp - lastAt <= GAP_MS_MAX;
  if (event.key.length === 1 && !event.altKey && !event.metaKey && !event.ctrlKey) {
    character(event, soon);
    return;
  }
  if (soon && (event.key === "Enter" || event.key === "Tab") && text.length >= ENDED_MIN) {
    swallow(event);
    take();
    return;
  }
  // Control characters inside a barcode must not become shortcuts.
  if (soon && text.length >= HELD_FROM && (event.ctrlKey || event.altKey || /^F\d/.test(event.key))) {
    swallow(event);
    lastAt = event.timeStamp;
    return;
  }
  if (text) settle();
}

/** @param {KeyboardEvent} event @param {boolean} soon */
function character(event, soon) {
  if (!soon) {
    if (text) settle();
    before = remember(event.target);
  }
  text += event.key;
  lastAt = event.timeStamp;
  const free = before === null;
  // Blank presses a button: the first key of what may be a scan is let through only there.
  if (free ? !(text.length === 1 && event.key === " ") : text.length >= HELD_FROM) {
    swallow(event);
    if (!free) held += event.key;
  }
  clearTimeout(settling);
  settling = setTimeout(settle, SETTLE_MS);
}

/** Listens for bursts, before anyone else hears a key. */
export function listenForScans() {
  addEventListener("keydown", onKey, { capture: true });
  addEventListener("pointerdown", () => { if (text) settle(); }, { capture: true });
}
