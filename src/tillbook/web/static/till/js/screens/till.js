/** The till: search above, tiles beside, the cart with its total; on a phone the cart is the screen. */
import { html, useEffect, useState } from "../ui.js";
import { useKeys, useTyping } from "../keys.js";
import { useScan } from "../scan.js";
import { online } from "../state.js";
import { t } from "../words.js";
import { Frame } from "../parts/frame.js";
import { IconButton } from "../parts/button.js";
import { Sheet } from "../parts/dialog.js";
import { toast } from "../parts/toast.js";
import { Bill } from "./bill.js";
import { Cart } from "./cart.js";
import { chooseBeside, chosen, isEmpty, lines, step } from "./cart_store.js";
import { Conflict } from "./cart_conflict.js";
import { BillDiscount, discounting } from "./cart_discount.js";
import { Hold, holding } from "./cart_hold.js";
import { reopen } from "./cart_sync.js";
import { CustomerPick, picking } from "./customer_pick.js";
import { Derivation } from "./derivation.js";
import { LineEdit, editing } from "./line_edit.js";
import { voidLine } from "./line_void.js";
import { Pay } from "./pay.js";
import { bill, paying, startPaying } from "./pay_store.js";
import { Search, focusSearch, keepsFocus, searchField, typed } from "./search.js";
import { AskQuantity } from "./till_ask.js";
import { scanned } from "./till_adding.js";
import { DialogScans } from "./till_keys.js";
import { Tiles } from "./tiles.js";

/** @param {() => void} run */
const unlessEmpty = (run) => () => { if (!isEmpty.peek()) run(); };

/** Opens paying; what stands in its way, such as a line of which too little is there, is shown instead. */
function pay() {
  if (!lines.peek().length) return;
  const wrong = lines.peek().find((line) => line.view.peek()?.short || line.view.peek()?.gone);
  if (!online.peek()) toast(t("pay.away"), "wrong");
  else if (wrong) {
    toast(t("cart.settle_first", { name: wrong.known.name }), "wrong");
    document.querySelector(".line-alarm button")?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (document.querySelector(".line-alarm button"))?.focus();
  } else {
    startPaying();
  }
}

/** @param {string} text what was typed with no field in focus */
function toSearch(text) {
  typed.value += text;
  const field = searchField.current;
  field?.focus({ preventScroll: true });
  field?.setSelectionRange(typed.value.length, typed.value.length);
}

/** Whether the tiles stand beside the cart. */
function useWide() {
  const query = matchMedia("(min-width: 720px)");
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const look = () => setWide(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return wide;
}

/** The line beside, unless the arrow moves something else, such as from tile to tile. @param {1 | -1} by */
const beside = (by) => (/** @type {KeyboardEvent | null} */ event) => {
  if (!(event?.target instanceof Element && event.target.closest(".tiles, [role=tablist], [role=radiogroup]"))) chooseBeside(by);
};

function onLine(/** @type {(line: import("./cart_store.js").Line) => void} */ run) {
  return () => { if (chosen.peek()) run(/** @type {any} */ (chosen.peek())); };
}

/** @type {import("../keys.js").Key[]} */
const KEYS = [
  ["F2", "till.key_search", focusSearch], ["/", "till.key_search", focusSearch],
  ["F3", "till.key_customer", () => { picking.value = true; }],
  ["F4", "till.key_edit", onLine((line) => { editing.value = line; })],
  ["F6", "till.key_hold", unlessEmpty(() => { holding.value = true; })],
  ["F8", "till.key_discount", unlessEmpty(() => { discounting.value = true; })],
  ["F12", "till.key_pay", pay], ["Ctrl+Enter", "till.key_pay", pay],
  ["ArrowDown", "till.key_next", beside(1)], ["ArrowUp", "till.key_before", beside(-1)],
  ["+", "till.key_more", onLine((line) => step(line, 1, voidLine))], ["-", "till.key_less", onLine((line) => step(line, -1, voidLine))],
  ["Delete", "till.key_void", onLine(voidLine)],
];

export default function Till() {
  const wide = useWide();
  const [tiles, setTiles] = useState(false);
  useKeys(KEYS);
  useTyping(toSearch);
  useScan((code) => void scanned(code));
  useEffect(() => { void reopen(); }, []);
  const free = bill.value === null && !paying.value;
  useEffect(() => { if (free && keepsFocus()) setTimeout(focusSearch, 1); }, [free]);
  const acts = !wide && html`<${IconButton} icon="grid" label=${t("till.products")} onClick=${() => setTiles(true)} />`;
  return html`<${Frame} title=${t("till.title")} bar=${html`<${Search} />`} acts=${acts} class="till">
    ${wide && html`<div class="till-tiles"><${Tiles} /></div>`}
    <${Cart} onPay=${pay} />
    ${!wide && tiles && html`<${Sheet} title=${t("till.products")} onClose=${() => setTiles(false)} class="tiles-sheet"><${DialogScans} onScan=${scanned} /><${Tiles} /><//>`}
    <${LineEdit} /><${AskQuantity} /><${BillDiscount} /><${CustomerPick} /><${Hold} /><${Conflict} />
    <${Pay} /><${Derivation} /><${Bill} />
  <//>`;
}
