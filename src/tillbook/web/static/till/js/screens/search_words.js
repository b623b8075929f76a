/** What is typed into the search: a name or code, with a quantity before or after it. */
import { readFigure } from "../figures.js";
import { locale } from "../format.js";

/** @param {string} text @returns {string | null} the API's decimal string, or null where it is no quantity above 0 */
export function readQuantity(text) {
  const read = readFigure(text, { locale: locale.peek(), decimals: 3 });
  return "value" in read && /[1-9]/.test(read.value) ? read.value : null;
}

/**
 * "3*tea", "tea*3" and "tea 3" have a quantity; of "3*" and "*3" that is all.
 * @param {string} typed
 * @returns {{ words: string, quantity: string | null, before: boolean }} `before`: for the product that comes next
 */
export function readSearch(typed) {
  const text = typed.trim().replace(/\s+/g, " ");
  const star = /[*×]/.exec(text);
  if (!star) return { words: text, quantity: null, before: false };
  const [left, right] = [text.slice(0, star.index).trim(), text.slice(star.index + 1).trim()];
  const first = left ? readQuantity(left) : null;
  const second = right ? readQuantity(right) : null;
  if (first && (!right || !second)) return { words: right, quantity: first, before: true };
  if (second) return { words: left, quantity: second, before: false };
  return { words: text, quantity: null, before: false };
}
