/** Tiles by category, with what was sold last and the favourites; a long press or the context key marks one. */
import { html, useEffect, useRef } from "../ui.js";
import { money } from "../format.js";
import { Button } from "../parts/button.js";
import { Icon } from "../parts/icon.js";
import { Empty, Skeleton } from "../parts/list.js";
import { Tabs } from "../parts/tabs.js";
import { toastProblem } from "../parts/toast.js";
import { t } from "../words.js";
import { picked } from "./till_adding.js";
import { Mark, Picture } from "./tiles_picture.js";
import { ALL, FAVOURITES, RECENT, categories, favourites, fetchShelf, fetchTabs, isFavourite, shelves, tab, toggleFavourite } from "./tiles_store.js";

/** @typedef {import("../types.js").Product} Product */

const LONG_PRESS_MS = 550;
const MOVED_MAX = 10;

/** Runs on a long press; the press that ends it is not a press. @param {() => void} run */
function useLongPress(run) {
  const press = useRef({ timer: 0, x: 0, y: 0, done: false });
  const end = () => clearTimeout(press.current.timer);
  return {
    long: () => press.current.done,
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      const timer = event.pointerType === "mouse" ? 0 : window.setTimeout(() => { press.current.done = true; run(); }, LONG_PRESS_MS);
      press.current = { timer, x: event.clientX, y: event.clientY, done: false };
    },
    onPointerMove: (/** @type {PointerEvent} */ event) => {
      if (Math.hypot(event.clientX - press.current.x, event.clientY - press.current.y) > MOVED_MAX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (/** @type {Event} */ event) => {
      event.preventDefault();
      end();
      if (!press.current.done) run();
      press.current.done = true;
      setTimeout(() => { press.current.done = false; }, 400);
    },
  };
}

/** @param {{ product: Product, at: number, onPicked?: () => void }} props */
function Tile({ product, at, onPicked }) {
  const { long, ...press } = useLongPress(() => void toggleFavourite(product));
  const starred = isFavourite(product.sku);
  return html`<button type="button" class="tile" tabindex=${at === 0 ? 0 : -1} aria-describedby="tiles-hint" ...${press}
    onClick=${() => { if (!long()) { picked(product); onPicked?.(); } }}>
    <${Picture} product=${product} />
    ${starred && html`<span class="tile-star"><${Icon} name="star" size=${20} /><span class="unseen">${t("till.favourite")}</span></span>`}
    <span class="tile-name"><bdi>${product.name}</bdi></span>
    <span class="tile-foot"><span class="tile-price num">${money(product.price)}</span><${Mark} product=${product} /></span>
  </button>`;
}

/** Arrow keys go from tile to tile, as they lie. @param {any} event */
function move(event) {
  const grid = event.currentTarget;
  const tiles = /** @type {HTMLElement[]} */ ([...grid.children]);
  const at = tiles.indexOf(event.target);
  if (at < 0) return;
  const columns = tiles.filter((tile) => tile.offsetTop === tiles[0]?.offsetTop).length;
  const onward = document.documentElement.dir === "rtl" ? -1 : 1;
  const steps = { ArrowRight: onward, ArrowLeft: -onward, ArrowDown: columns, ArrowUp: -columns };
  const step = /** @type {Record<string, number>} */ (steps)[event.key];
  const to = event.key === "Home" ? tiles[0] : event.key === "End" ? tiles.at(-1) : step ? tiles[at + step] : undefined;
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  to.focus();
}

/** @param {{ name: string, onPicked?: () => void }} props */
function Shelf({ name, onPicked }) {
  const shelf = name === FAVOURITES ? { products: favourites.value, next: null } : shelves.value[name];
  useEffect(() => { fetchShelf(name).catch(toastProblem); }, [name]);
  if (!shelf) return html`<${Skeleton} rows=${12} kind="tile" />`;
  if (shelf.products.length === 0) {
    return html`<${Empty} icon=${name === FAVOURITES ? "star" : "clock"} title=${t(name === FAVOURITES ? "till.no_favourites" : name === RECENT ? "till.no_recent" : "till.no_products")}
      note=${name === FAVOURITES ? t("till.favourite_how") : undefined} />`;
  }
  return html`<div class="tiles" role="group" aria-label=${t("till.products")} onKeyDown=${move}>
      ${shelf.products.map((product, at) => html`<${Tile} key=${product.sku} product=${product} at=${at} onPicked=${onPicked} />`)}
    </div>
    ${shelf.next && html`<p class="tiles-more"><${Button} onClick=${() => fetchShelf(name, true).catch(toastProblem)}>${t("core.more")}<//></p>`}`;
}

/** @param {{ onPicked?: () => void }} props */
export function Tiles({ onPicked }) {
  useEffect(() => { fetchTabs().catch(toastProblem); }, []);
  const found = categories.value;
  if (!found || !tab.value) return html`<div class="tiles-panel"><${Skeleton} rows=${12} kind="tile" /></div>`;
  const tabs = [
    { value: FAVOURITES, label: t("till.favourites") }, { value: RECENT, label: t("till.recent") }, { value: ALL, label: t("till.all") },
    ...found.map((each) => ({ value: each.name, label: each.name })),
  ];
  return html`<div class="tiles-panel">
    <p id="tiles-hint" class="unseen">${t("till.favourite_how")}</p>
    <${Tabs} label=${t("till.categories")} tabs=${tabs} value=${tab.value} onChange=${(/** @type {string} */ to) => { tab.value = to; }}>
      <${Shelf} key=${tab.value} name=${tab.value} onPicked=${onPicked} />
    <//>
  </div>`;
}
