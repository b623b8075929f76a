/** The search: products by any words as they are typed, newest answer wins; arrow keys choose, Enter adds. */
import { html, signal, useEffect, useId, useRef, useState } from "../ui.js";
import { api } from "../api.js";
import { money, quantity as written } from "../format.js";
import { toastProblem } from "../parts/toast.js";
import { Icon } from "../parts/icon.js";
import { IconButton } from "../parts/button.js";
import { t } from "../words.js";
import { change, chooseBeside, chosen, step } from "./cart_store.js";
import { voidLine } from "./line_void.js";
import { readSearch } from "./search_words.js";
import { multiplier, picked, typedCode, unknownCode, withMultiplier } from "./till_adding.js";
import { Mark, Picture } from "./tiles_picture.js";

/** @typedef {import("../types.js").Product} Product */

const DEBOUNCE_MS = 80;
const FOUND_MAX = 30;
/** So many digits are a code and no part of a name: if it is unknown, nothing like it is offered. */
const CODE_DIGITS_MIN = 6;

/** The search's field, to be focused from anywhere. @type {{ current: HTMLInputElement | null }} */
export const searchField = { current: null };
/** What is typed there. */
export const typed = signal("");

export function focusSearch() {
  searchField.current?.focus({ preventScroll: true });
  searchField.current?.select();
}

/** Whether the focus may go to the search by itself: not where that opens a keyboard on the screen. */
export const keepsFocus = () => matchMedia("(hover: hover) and (pointer: fine)").matches;

/** @param {string} words @returns {{ found: Product[] | null, of: string, failed: boolean }} */
function useFound(words) {
  const [state, setState] = useState(/** @type {{ found: Product[] | null, of: string, failed: boolean }} */ ({ found: null, of: "", failed: false }));
  useEffect(() => {
    if (!words) {
      setState({ found: null, of: "", failed: false });
      return undefined;
    }
    const ended = new AbortController();
    const timer = setTimeout(() => {
      api.get("/products", { query: { search: words, limit: FOUND_MAX }, signal: ended.signal }).then(
        ({ products }) => setState({ found: products, of: words, failed: false }),
        (problem) => { if (problem.name !== "AbortError") setState({ found: [], of: words, failed: true }); },
      );
    }, DEBOUNCE_MS);
    return () => { clearTimeout(timer); ended.abort(); };
  }, [words]);
  return state;
}

/** @param {{ product: Product, id: string, current: boolean, onPick: () => void }} props */
function Option({ product, id, current, onPick }) {
  return html`<li id=${id} role="option" aria-selected=${current ? "true" : "false"} class="found" onPointerDown=${(/** @type {Event} */ event) => event.preventDefault()} onClick=${onPick}>
    <${Picture} product=${product} small />
    <span class="found-text"><span class="found-name"><bdi>${product.name}</bdi></span>
      <span class="found-note"><bdi>${product.sku}</bdi>${product.category ? html` · <bdi>${product.category}</bdi>` : ""}</span></span>
    <span class="found-end"><span class="num">${money(product.price)}</span><${Mark} product=${product} /></span>
  </li>`;
}

/** Enter, with nothing chosen by hand: a code first, else the first that the words find. @param {string} text @param {Product[]} found */
async function enter(text, found) {
  const { words, quantity, before } = readSearch(text);
  if (!words && quantity) {
    const line = chosen.peek();
    if (before || !line) multiplier.value = quantity;
    else change(line, { quantity });
    return;
  }
  if (await typedCode(withMultiplier(text.trim()))) return;
  const first = found[0] ?? (/^\d+$/.test(words) && words.length >= CODE_DIGITS_MIN ? undefined
    : (await api.get("/products", { query: { search: words, limit: 1 } })).products[0]);
  if (!first || (/^\d+$/.test(words) && words.length >= CODE_DIGITS_MIN)) unknownCode(text.trim());
  else picked(first, quantity);
}

export function Search() {
  const id = useId();
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const text = typed.value;
  const { words, quantity } = readSearch(text);
  const { found, of, failed } = useFound(words);
  useEffect(() => { searchField.current = field.current; return () => { searchField.current = null; }; }, []);
  useEffect(() => { setAt(-1); setOpen(Boolean(words)); }, [words]);
  useEffect(() => { document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" }); }, [at]);
  const shown = open && words !== "" && found !== null;
  /** @param {Product} product */
  const pick = (product) => {
    typed.value = "";
    picked(product, quantity);
    if (keepsFocus()) field.current?.focus();
    else field.current?.blur();
  };
  const send = () => {
    const now = typed.peek();
    if (!now.trim() || busy) return;
    const known = of === words ? found ?? [] : [];
    if (at >= 0 && known[at]) return pick(known[at]);
    typed.value = "";
    setBusy(true);
    enter(now, known).catch((problem) => { typed.value = now; toastProblem(problem); }).finally(() => setBusy(false));
    return undefined;
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const empty = typed.peek() === "";
    /** @type {Record<string, (() => void) | undefined>} */
    const keys = {
      Enter: send,
      ArrowDown: () => (shown ? setAt((at + 1) % Math.max(1, found.length)) : chooseBeside(1)),
      ArrowUp: () => (shown ? setAt(at <= 0 ? found.length - 1 : at - 1) : chooseBeside(-1)),
      Escape: empty ? undefined : () => { typed.value = ""; },
      "+": empty && chosen.peek() ? () => step(/** @type {any} */ (chosen.peek()), 1, voidLine) : undefined,
      "-": empty && chosen.peek() ? () => step(/** @type {any} */ (chosen.peek()), -1, voidLine) : undefined,
      Delete: empty && chosen.peek() ? () => voidLine(/** @type {any} */ (chosen.peek())) : undefined,
    };
    const run = keys[event.key];
    if (!run) return;
    event.preventDefault();
    if (event.key === "Escape") event.stopPropagation();
    run();
  };
  return html`<div class="search" role="search">
    <span class="search-field">
      <${Icon} name="search" size=${20} />
      ${multiplier.value && html`<button type="button" class="search-times num" aria-label=${t("till.times_off", { quantity: written(multiplier.value) })}
        onClick=${() => { multiplier.value = ""; focusSearch(); }}>${written(multiplier.value)} ×</button>`}
      <input ref=${field} id=${id} class="search-input" type="text" role="combobox" autocomplete="off" autocapitalize="off" spellcheck=${false} enterkeyhint="done" dir="auto"
        aria-label=${t("till.search")} placeholder=${t("till.search")} aria-expanded=${shown ? "true" : "false"} aria-controls=${`${id}-list`} aria-autocomplete="list"
        aria-activedescendant=${shown && at >= 0 ? `${id}-${at}` : undefined}
        value=${text} onInput=${(/** @type {any} */ event) => { typed.value = event.currentTarget.value; }}
        onKeyDown=${onKey} onFocus=${() => setOpen(true)} onBlur=${() => setOpen(false)} />
      ${busy && html`<span class="spinner" aria-hidden="true"></span>`}
      ${text ? html`<${IconButton} icon="close" label=${t("core.clear")} onClick=${() => { typed.value = ""; field.current?.focus(); }} />` : html`<kbd class="key search-key" aria-hidden="true">F2</kbd>`}
    </span>
    <ul class="search-found" id=${`${id}-list`} role="listbox" aria-label=${t("till.found")} hidden=${!shown || found.length === 0}>
      ${shown && found.map((product, place) => html`<${Option} key=${product.sku} id=${`${id}-${place}`} product=${product} current=${place === at || (at < 0 && place === 0)} onPick=${() => pick(product)} />`)}
    </ul>
    ${shown && found.length === 0 && html`<p class="search-none">${failed ? t("core.unreachable") : t("till.nothing_found", { words })}</p>`}
    <span class="unseen" role="status">${shown && found.length > 0 ? t("till.found_count", { count: found.length }) : ""}</span>
  </div>`;
}
