/**
 * Countries, their currency and time zones, for setting a shop up: a guess to start from, which people may change.
 * Which there are and what is usual there the server says; names and zones are the browser's own.
 */
import { countries } from "./state.js";

/** Where the price on the shelf is without the tax. */
const WITHOUT_TAX = new Set(["US", "CA"]);

/** Browsers still give some zones their former names. @type {Record<string, string>} */
const RENAMED = {
  "Asia/Calcutta": "Asia/Kolkata", "Asia/Katmandu": "Asia/Kathmandu", "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Asia/Rangoon": "Asia/Yangon", "Asia/Dacca": "Asia/Dhaka", "Europe/Kiev": "Europe/Kyiv", "Atlantic/Faeroe": "Atlantic/Faroe",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires", "Pacific/Truk": "Pacific/Chuuk", "Asia/Thimbu": "Asia/Thimphu",
  "America/Godthab": "America/Nuuk", "Asia/Ulan_Bator": "Asia/Ulaanbaatar",
};

/** @param {string} zone */
const today = (zone) => RENAMED[zone] ?? zone;

/** @param {string} country */
function known(country) {
  return countries.peek().find((each) => each.code === country);
}

/** Its time zones, the usual one first; all there are when the browser cannot say. @param {string} country @returns {string[]} */
export function zonesOf(country) {
  const place = /** @type {any} */ (new Intl.Locale("und", { region: country }));
  const zones = /** @type {string[]} */ (place.getTimeZones?.() ?? place.timeZones ?? Intl.supportedValuesOf("timeZone"));
  return [...new Set([today(known(country)?.timezone || zones[0] || "UTC"), ...zones.map(today)])];
}

/** The zone of this device. */
export function ownZone() {
  return today(Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
}

/** Where this device is: by its time zone, which people set, rather than by its language, which they often do not. */
export function ownCountry() {
  const region = new Intl.Locale(navigator.language || "en").maximize().region ?? "";
  const zone = ownZone();
  const byZone = countries.peek().map((each) => each.code).filter((code) => zonesOf(code).slice(0, 40).includes(zone));
  // A machine whose clock was never set to a place says UTC, which is nobody's.
  if (byZone.includes(region) || (known(region) && /^(UTC|GMT|Etc\/.*)$/.test(zone))) return region;
  return byZone.find((code) => known(code)?.timezone === zone) ?? byZone[0] ?? (known(region) ? region : countries.peek()[0]?.code ?? "IN");
}

/** What is usual in a country. @param {string} country */
export function usualIn(country) {
  const zones = zonesOf(country);
  return {
    country, currency: known(country)?.currency || "EUR", prices_include_tax: !WITHOUT_TAX.has(country),
    timezone: zones.includes(ownZone()) ? ownZone() : zones[0] ?? "UTC",
  };
}

/** @param {string[]} codes @param {"region" | "currency"} type @param {string} language @returns {Array<[string, string]>} */
function named(codes, type, language) {
  const names = new Intl.DisplayNames([language], { type });
  const pairs = codes.map((code) => /** @type {[string, string]} */ ([code, names.of(code) ?? code]));
  return pairs.sort((one, other) => one[1].localeCompare(other[1], language));
}

/** Every country with its name in a language, in that language's order. @param {string} language */
export function countryNames(language) {
  return named(countries.peek().map((each) => each.code), "region", language);
}

/** @param {string} language @returns {Array<[string, string]>} */
export function currencyNames(language) {
  const codes = countries.peek().map((each) => each.currency).filter(Boolean);
  return named([...new Set(codes)], "currency", language).map(([code, name]) => [code, `${name} (${code})`]);
}
