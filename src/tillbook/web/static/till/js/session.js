/** Who is at the till: reads GET /state, signs in and out, locks. */
import { batch } from "./ui.js";
import { api, forgetAnswers } from "./api.js";
import { setToken } from "./connection.js";
import { signedIn } from "./asking.js";
import { resume } from "./commands.js";
import { keep } from "./store.js";
import * as state from "./state.js";

const LOCKED = "tillbook.locked";
const IDLE_MS_MAX = 15 * 60 * 1000;

/** Reads the state of the shop and of this browser. */
export async function loadState() {
  /** @type {import("./types.js").State} */
  const found = await api.get("/state", { asks: false });
  setToken(found.csrf);
  batch(() => {
    state.version.value = found.version;
    state.setUp.value = found.set_up;
    state.shop.value = found.shop;
    state.register.value = found.register;
    state.people.value = found.people ?? [];
    state.session.value = found.session;
    state.setUpCodeNeeded.value = Boolean(found.setup_code_needed);
    state.countries.value = found.countries ?? [];
    if (found.session && (found.session.locked || isLocked())) state.gate.value = "locked";
  });
  // Locked while the server was away: its session ends now.
  if (found.session && isLocked()) await endSession();
  else if (found.session && !found.session.locked) void resume();
}

/** @param {{ name: string, pin?: string, password?: string }} who @returns {Promise<void>} @throws {import("./problem.js").Problem} */
export async function signIn(who) {
  const before = state.session.peek()?.name;
  const found = await api.post("/session", who, { asks: false });
  markLocked(false);
  if (found.csrf) setToken(found.csrf);
  if (before && before !== who.name) forgetAnswers();
  keep("person", who.name);
  // The state says what this person sees: the shop's settings, the register and who else may sign in.
  await loadState();
  signedIn();
}

/** The shop that a set-up has made. @param {{ shop: import("./types.js").Shop, session: import("./types.js").Session, csrf: string }} made */
export async function setUpDone(made) {
  setToken(made.csrf);
  keep("person", made.session.name);
  await loadState();
}

/** Signs out; carts stay with the register. */
export async function signOut() {
  await api.delete("/session", undefined, { asks: false }).catch((problem) => {
    if (problem.status !== 401) throw problem;
  });
  forgetAnswers();
  state.session.value = null;
  state.gate.value = "";
  location.hash = "#/";
  await loadState();
}

/** Hides nothing and loses nothing: the screen stays below, and only a PIN opens it. */
export async function lock() {
  if (!state.session.peek() || state.gate.peek()) return;
  state.gate.value = "locked";
  markLocked(true);
  await endSession();
}

/** Loading the page again must not open what is locked. @param {boolean} on */
function markLocked(on) {
  try {
    if (on) sessionStorage.setItem(LOCKED, "1");
    else sessionStorage.removeItem(LOCKED);
  } catch {
    // Then the server alone knows, which is enough while it answers.
  }
}

function isLocked() {
  try {
    return sessionStorage.getItem(LOCKED) !== null;
  } catch {
    return false;
  }
}

/** Ends the session at the server, if it answers, and takes the token of the next. */
async function endSession() {
  await api.delete("/session", undefined, { asks: false }).catch(() => undefined);
  const found = await api.get("/state", { asks: false }).catch(() => null);
  if (found) setToken(found.csrf);
}

/** Locks after a quarter of an hour without a key or touch. */
export function lockWhenIdle() {
  let last = Date.now();
  const touched = () => { last = Date.now(); };
  for (const name of ["keydown", "pointerdown"]) addEventListener(name, touched, { capture: true, passive: true });
  setInterval(() => {
    if (Date.now() - last > IDLE_MS_MAX) void lock();
  }, 15000);
}
