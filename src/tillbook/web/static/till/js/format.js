/**
 * The API's decimal strings and instants as people of the shop write them. The strings are given to Intl as
 * they are, so no amount passes through a float, and nothing is added, multiplied or rounded here.
 */
import { computed } from "./ui.js";
import { shop } from "./state.js";
import { language } from "./words.js";

/** The locale of amounts and dates: the shop's. */
export const locale = computed(() => shop.value?.locale || navigator.language || "en");

/** @param {string} text */
const exact = (text) => /** @type {any} */ (text);

const plainMoney = computed(() => {
  const digits = shop.value?.currency_digits ?? 2;
  return new Intl.NumberFormat(locale.value, { minimumFractionDigits: digits, maximumFractionDigits: 20 });
});
const signedMoney = computed(() => {
  const digits = shop.value?.currency_digits ?? 2;
  return new Intl.NumberFormat(locale.value, {
    style: "currency", currency: shop.value?.currency ?? "XXX", currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits, maximumFractionDigits: 20,
  });
});
const figures = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 20 }));

/** "1234.5" → "₹1,234.50". @param {string | null | undefined} text */
export function money(text) {
  return text ? signedMoney.value.format(exact(text)) : "";
}

/** An amount without its currency, as in a column: "1,234.50". @param {string | null | undefined} text */
export function amount(text) {
  return text ? plainMoney.value.format(exact(text)) : "";
}

/** "0.523" → "0.523" or "0,523"; with a unit other than pieces, that too. @param {string} text @param {string} [unit] */
export function quantity(text, unit) {
  const written = figures.value.format(exact(text));
  return unit && !["piece", "pieces", "pc", "pcs", ""].includes(unit) ? `${written} ${unit}` : written;
}

/** "5" → "5%". @param {string} text */
export function percent(text) {
  return `${figures.value.format(exact(text))}%`;
}

/** @param {Intl.DateTimeFormatOptions} options */
function clock(options) {
  return computed(() => {
    // Names of months are words: in the language of the page, ordered as the shop's region does.
    const region = new Intl.Locale(locale.value).region;
    const tag = region ? `${language.value}-${region}` : language.value;
    return new Intl.DateTimeFormat(tag, { timeZone: shop.value?.timezone || undefined, ...options });
  });
}
const days = clock({ dateStyle: "medium" });
const times = clock({ timeStyle: "short" });
const both = clock({ dateStyle: "medium", timeStyle: "short" });
const plainDays = computed(() => {
  const region = new Intl.Locale(locale.value).region;
  const tag = region ? `${language.value}-${region}` : language.value;
  return new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeZone: "UTC" });
});

/** An instant's day in the shop's zone, or a plain date "2026-11-22" as it stands. @param {string | null | undefined} text */
export function date(text) {
  if (!text) return "";
  return /^\d{4}-\d\d-\d\d$/.test(text) ? plainDays.value.format(new Date(`${text}T00:00:00Z`)) : days.value.format(new Date(text));
}

/** @param {string | null | undefined} text an instant */
export function time(text) {
  return text ? times.value.format(new Date(text)) : "";
}

/** @param {string | null | undefined} text an instant */
export function dateTime(text) {
  return text ? both.value.format(new Date(text)) : "";
}
