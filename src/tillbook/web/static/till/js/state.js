/** What the whole page knows: signals, read by `.value`. Only the files named beside each write them. */
import { signal, computed } from "./ui.js";

/** @typedef {import("./types.js").State} State */
/** @template T @typedef {import("../vendor/signals.js").Signal<T>} Signal */

/** The program's version, as the server says; "" before the first answer. (session.js) */
export const version = signal("");
/** Whether a shop was made; null before the first answer. (session.js) @type {Signal<boolean | null>} */
export const setUp = signal(/** @type {boolean | null} */ (null));
/** (session.js) @type {Signal<import("./types.js").Shop | null>} */
export const shop = signal(/** @type {import("./types.js").Shop | null} */ (null));
/** The register that this browser is paired with. (session.js) */
export const register = signal(/** @type {import("./types.js").Register | null} */ (null));
/** Who may sign in by PIN here. (session.js) */
export const people = signal(/** @type {string[]} */ ([]));
/** Who is signed in. It stays while the sign-in overlay asks again, so that no screen is lost. (session.js) */
export const session = signal(/** @type {import("./types.js").Session | null} */ (null));
/** Whether a code from the console is asked for at set-up, and the countries to choose from. (session.js) */
export const setUpCodeNeeded = signal(false);
export const countries = signal(/** @type {import("./types.js").Country[]} */ ([]));
/** Why the sign-in overlay is open: "" (it is not), "locked" or "signed_out". (session.js) */
export const gate = signal(/** @type {"" | "locked" | "signed_out"} */ (""));
/** Whether the server answers. (connection.js) */
export const online = signal(true);
/** Posted commands that wait for their answer. (commands.js) */
export const unanswered = signal(/** @type {Array<{id: string, path: string, since: number, attempts: number}>} */ ([]));
/** The cart as the server last stored and priced it. (the cart's own file) */
export const cart = signal(/** @type {import("./types.js").CartView | null} */ (null));
/** The hash route: "#/bills/1" is ["bills", "1"]. (routes.js) */
export const place = signal(/** @type {string[]} */ ([]));

const rights = computed(() => new Set(session.value?.rights ?? []));

/** Whether the person signed in has a right; the server decides, this only hides what would be refused. @param {string} right */
export function may(right) {
  return rights.value.has(right);
}
