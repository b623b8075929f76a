/**
 * The words of the page. `t("pay.exact")` reads words/<language>/pay.js; a component that calls it is rendered
 * again when the language changes. A word is a text with {placeholders}, or an object by plural category
 * ({one: "{count} line", other: "{count} lines"}), chosen by `count`.
 */
import { signal, computed } from "./ui.js";
import { keep } from "./store.js";

/** @typedef {string | Record<string, string>} Word */
/** @typedef {Record<string, Record<string, Word>>} Words */

/** Each language in its own name, and its file. */
export const LANGUAGES = /** @type {const} */ ({ en: "English", hi: "हिन्दी", de: "Deutsch" });

/** @type {Record<string, () => Promise<{default: Words}>>} */
const load = {
  en: () => import("../words/en/index.js"),
  hi: () => import("../words/hi/index.js"),
  de: () => import("../words/de/index.js"),
};

/** The language of the words, "en". */
export const language = signal("en");
/** @type {import("../vendor/signals.js").Signal<Words>} */
const words = signal({});
const plural = computed(() => new Intl.PluralRules(language.value));
const counted = computed(() => new Intl.NumberFormat(language.value));

/**
 * Loads a language and shows it.
 * @param {string} wanted
 * @param {{ keep?: boolean }} [options]
 */
export async function setLanguage(wanted, options = {}) {
  const code = wanted in load ? wanted : "en";
  words.value = (await /** @type {() => Promise<{default: Words}>} */ (load[code])()).default;
  language.value = code;
  document.documentElement.lang = code;
  if (options.keep !== false) keep("language", code);
}

/** @param {string} key @returns {Word | undefined} */
function find(key) {
  const dot = key.indexOf(".");
  return words.value[key.slice(0, dot)]?.[key.slice(dot + 1)];
}

/** Whether there is a word for a key that is made up, as from a code of the API. @param {string} key */
export function hasWord(key) {
  return find(key) !== undefined;
}

/**
 * The words for a key in the language of the page.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  let word = find(key);
  if (word === undefined) {
    console.error(`no words for ${key}`);
    return key;
  }
  if (typeof word !== "string") {
    const forms = word;
    word = forms[plural.value.select(Number(values.count))] ?? forms.other ?? key;
  }
  return word.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? counted.value.format(value) : value;
  });
}
