/** How a product looks: its picture, or its initials on a calm tint that is always the same for it. */
import { html } from "../ui.js";
import { t } from "../words.js";
import { quantity } from "../format.js";

/** @typedef {import("../types.js").Product} Product */

const TINTS = 6;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** @param {string} name */
function initials(name) {
  const words = name.trim().split(/\s+/).filter((word) => /^\p{L}\p{M}*\p{L}/u.test(word));
  const chosen = words.length ? words : [name.trim()];
  return chosen.map((word) => [...graphemes.segment(word)][0]?.segment ?? "").slice(0, 2).join("").toUpperCase();
}

/** @param {string} of */
function tint(of) {
  let sum = 7;
  for (const sign of of) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973;
  return sum % TINTS;
}

/** @param {{ product: { name: string, category?: string, picture?: string | null }, small?: boolean }} props */
export function Picture({ product, small }) {
  const size = small ? "picture-small" : "";
  return product.picture
    ? html`<img class=${`picture ${size}`} src=${product.picture} alt="" loading="lazy" decoding="async" draggable=${false} />`
    : html`<span class=${`picture ${size} tint-${tint(product.category || product.name)}`} aria-hidden="true">${initials(product.name)}</span>`;
}

/** What is left of a product, where it is little. @param {{ product: Product }} props */
export function Mark({ product }) {
  if (product.mark === "empty") return html`<span class="mark mark-empty">${t("till.none_left")}</span>`;
  if (product.mark === "low") return html`<span class="mark mark-low">${t("till.left", { quantity: quantity(product.available, product.unit) })}</span>`;
  return null;
}
