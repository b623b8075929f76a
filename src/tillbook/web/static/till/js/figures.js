/**
 * What a person typed as an amount or a quantity, to the API's decimal string.
 *
 * "1.234" where "." groups thousands means 1234 to one and 1.234 to another: it is refused with a question and
 * the two answers, never guessed. Text only: no number is made, so nothing is rounded.
 */

/** @typedef {{ value: string } | { refused: "empty" | "unreadable" | "decimals" | "long" | "barcode" | "which", choices?: string[] }} Read */

const separators = new Map();

/** @param {string} locale @returns {{ group: string, decimal: string, zero: number }} */
function separatorsOf(locale) {
  let found = separators.get(locale);
  if (!found) {
    const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, useGrouping: true }).formatToParts(1234567.5);
    const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
    found = { group: parts.find((part) => part.type === "group")?.value ?? (decimal === "," ? "." : ","), decimal };
    separators.set(locale, found);
  }
  return found;
}

/** Digits of any script as ASCII, without what is only spacing. @param {string} text */
function plain(text) {
  let written = "";
  for (const sign of text.normalize("NFKC")) {
    if (/\p{Nd}/u.test(sign)) written += digitOf(/** @type {number} */ (sign.codePointAt(0)));
    else if (sign === "٫") written += ".";
    else if (!/[\s٬'’_\u200e\u200f\u061c]/u.test(sign)) written += sign;
  }
  return written;
}

/** @param {number} point a decimal digit; Unicode keeps the ten of a script in a row. */
function digitOf(point) {
  if (point < 128) return String.fromCodePoint(point);
  let zero = point;
  while (zero > point - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(point - zero);
}

/** Whether digits are a barcode of 12, 13 or 14 digits with its check digit. @param {string} text */
export function isBarcode(text) {
  if (!/^\d{12,14}$/.test(text)) return false;
  let sum = 0;
  for (let i = 0; i < text.length - 1; i += 1) sum += Number(text[text.length - 2 - i]) * (i % 2 ? 1 : 3);
  return (10 - (sum % 10)) % 10 === Number(text.at(-1));
}

/** @param {string} whole @param {string} fraction */
function joined(whole, fraction) {
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  return fraction ? `${digits}.${fraction}` : digits;
}

/** @param {string} whole @param {string} fraction @param {number} decimals @returns {Read} */
function bounded(whole, fraction, decimals) {
  if (isBarcode(whole) && !fraction) return { refused: "barcode" };
  if (whole.replace(/^0+/, "").length > 12) return { refused: "long" };
  if (fraction.replace(/0+$/, "").length > decimals) return { refused: "decimals" };
  return { value: joined(whole, fraction.slice(0, decimals)) };
}

/** One separator alone, and it is the grouping one: 1.234 or 12.5 where "." groups. @param {string[]} parts @param {number} decimals @returns {Read} */
function question(parts, decimals) {
  const [whole = "", rest = ""] = parts;
  const choices = [];
  if (rest.length === 3 && whole.length <= 3) choices.push(joined(whole + rest, ""));
  if (rest.replace(/0+$/, "").length <= decimals) choices.push(joined(whole, rest.slice(0, decimals)));
  return choices.length ? { refused: "which", choices } : { refused: "unreadable" };
}

/**
 * @param {string} text as typed
 * @param {{ locale: string, decimals: number }} options how many decimals there may be
 * @returns {Read}
 */
export function readFigure(text, { locale, decimals }) {
  const typed = plain(text);
  if (!typed) return { refused: "empty" };
  if (!/^[\d.,]+$/.test(typed) || !/\d/.test(typed)) return { refused: "unreadable" };
  const { decimal } = separatorsOf(locale);
  // Whatever the locale groups with (a blank, an apostrophe), the other of "." and "," can only mean grouping.
  const point = decimal === "," ? "," : ".";
  const group = point === "," ? "." : ",";
  const halves = typed.split(point);
  if (halves.length > 2) return { refused: "unreadable" };
  const [whole = "", fraction = ""] = halves;
  if (fraction.includes(group)) return { refused: "unreadable" };
  const groups = whole.split(group);
  if (groups.length === 1) return bounded(whole, fraction, decimals);
  if (groups.length === 2 && halves.length === 1) return question(groups, decimals);
  const first = groups[0] ?? "";
  const grouped = first.length >= 1 && first.length <= 3 && groups.at(-1)?.length === 3
    && groups.slice(1, -1).every((each) => each.length === 3 || each.length === 2);
  return grouped ? bounded(groups.join(""), fraction, decimals) : { refused: "unreadable" };
}

/** A decimal string of the API as it is typed here: "12.50" → "12,50"; no grouping, so that it reads back the same. @param {string} value @param {string} locale */
export function writeFigure(value, locale) {
  const { decimal } = separatorsOf(locale);
  return decimal === "," ? value.replace(".", ",") : value;
}
