/**
 * Countries, their currency and time zones, for setting a shop up: a guess to start from, which people may change.
 * Currencies as CLDR 47 has them; names and zones are the browser's own.
 */
const CURRENCY_OF = `AD:EUR AE:AED AF:AFN AG:XCD AI:XCD AL:ALL AM:AMD AO:AOA AR:ARS AS:USD AT:EUR AU:AUD AW:AWG AX:EUR AZ:AZN BA:BAM
BB:BBD BD:BDT BE:EUR BF:XOF BG:BGN BH:BHD BI:BIF BJ:XOF BL:EUR BM:BMD BN:BND BO:BOB BQ:USD BR:BRL BS:BSD BT:BTN BW:BWP BY:BYN BZ:BZD
CA:CAD CC:AUD CD:CDF CF:XAF CG:XAF CH:CHF CI:XOF CK:NZD CL:CLP CM:XAF CN:CNY CO:COP CR:CRC CU:CUP CV:CVE CW:XCG CX:AUD CY:EUR CZ:CZK
DE:EUR DJ:DJF DK:DKK DM:XCD DO:DOP DZ:DZD EC:USD EE:EUR EG:EGP EH:MAD ER:ERN ES:EUR ET:ETB FI:EUR FJ:FJD FK:FKP FM:USD FO:DKK FR:EUR
GA:XAF GB:GBP GD:XCD GE:GEL GF:EUR GG:GBP GH:GHS GI:GIP GL:DKK GM:GMD GN:GNF GP:EUR GQ:XAF GR:EUR GT:GTQ GU:USD GW:XOF GY:GYD HK:HKD
HN:HNL HR:EUR HT:HTG HU:HUF ID:IDR IE:EUR IL:ILS IM:GBP IN:INR IO:USD IQ:IQD IR:IRR IS:ISK IT:EUR JE:GBP JM:JMD JO:JOD JP:JPY KE:KES
KG:KGS KH:KHR KI:AUD KM:KMF KN:XCD KP:KPW KR:KRW KW:KWD KY:KYD KZ:KZT LA:LAK LB:LBP LC:XCD LI:CHF LK:LKR LR:LRD LS:LSL LT:EUR LU:EUR
LV:EUR LY:LYD MA:MAD MC:EUR MD:MDL ME:EUR MF:EUR MG:MGA MH:USD MK:MKD ML:XOF MM:MMK MN:MNT MO:MOP MP:USD MQ:EUR MR:MRU MS:XCD MT:EUR
MU:MUR MV:MVR MW:MWK MX:MXN MY:MYR MZ:MZN NA:NAD NC:XPF NE:XOF NF:AUD NG:NGN NI:NIO NL:EUR NO:NOK NP:NPR NR:AUD NU:NZD NZ:NZD OM:OMR
PA:PAB PE:PEN PF:XPF PG:PGK PH:PHP PK:PKR PL:PLN PM:EUR PN:NZD PR:USD PS:ILS PT:EUR PW:USD PY:PYG QA:QAR RE:EUR RO:RON RS:RSD RU:RUB
RW:RWF SA:SAR SB:SBD SC:SCR SD:SDG SE:SEK SG:SGD SH:SHP SI:EUR SJ:NOK SK:EUR SL:SLE SM:EUR SN:XOF SO:SOS SR:SRD SS:SSP ST:STN SV:USD
SX:XCG SY:SYP SZ:SZL TC:USD TD:XAF TG:XOF TH:THB TJ:TJS TK:NZD TL:USD TM:TMT TN:TND TO:TOP TR:TRY TT:TTD TV:AUD TW:TWD TZ:TZS UA:UAH
UG:UGX US:USD UY:UYU UZ:UZS VA:EUR VC:XCD VE:VES VG:USD VI:USD VN:VND VU:VUV WF:XPF WS:WST XK:EUR YE:YER YT:EUR ZA:ZAR ZM:ZMW ZW:USD`;

/** @type {Map<string, string>} */
const currencies = new Map(CURRENCY_OF.split(/\s+/).map((pair) => /** @type {[string, string]} */ (pair.split(":"))));

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

/** @param {string} country @returns {string[]} its time zones; all there are when the browser cannot say */
export function zonesOf(country) {
  const place = /** @type {any} */ (new Intl.Locale("und", { region: country }));
  const zones = place.getTimeZones?.() ?? place.timeZones ?? Intl.supportedValuesOf("timeZone");
  return /** @type {string[]} */ (zones).map(today);
}

/** The zone of this device. */
export function ownZone() {
  return today(Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
}

/** Where this device is: by its time zone, which people set, rather than by its language, which they often do not. */
export function ownCountry() {
  const region = new Intl.Locale(navigator.language || "en").maximize().region ?? "US";
  const zone = ownZone();
  const byZone = [...currencies.keys()].filter((country) => {
    const zones = zonesOf(country);
    return zones.length < 40 && zones.includes(zone);
  });
  return byZone.includes(region) || byZone.length !== 1 ? (currencies.has(region) ? region : "US") : byZone[0] ?? "US";
}

/** @param {string} country @returns {string} */
export function currencyOf(country) {
  return currencies.get(country) ?? "EUR";
}

/** @param {string} country */
export function taxIncluded(country) {
  return !WITHOUT_TAX.has(country);
}

/** @param {string[]} codes @param {"region" | "currency"} type @param {string} language @returns {Array<[string, string]>} */
function named(codes, type, language) {
  const names = new Intl.DisplayNames([language], { type });
  const pairs = codes.map((code) => /** @type {[string, string]} */ ([code, names.of(code) ?? code]));
  return pairs.sort((one, other) => one[1].localeCompare(other[1], language));
}

/** Every country with its name in a language, in that language's order. @param {string} language */
export function countryNames(language) {
  return named([...currencies.keys()], "region", language);
}

/** @param {string} language @returns {Array<[string, string]>} */
export function currencyNames(language) {
  return named([...new Set(currencies.values())], "currency", language).map(([code, name]) => [code, `${name} (${code})`]);
}
