/** One request over the wire, and whether the server answers at all. */
import { online, version } from "./state.js";
import { Unreachable, problemOf } from "./problem.js";

export const BASE = "/api/v1";
const ANSWER_MS_MAX = 15000;
const HEARTBEAT_MS = 1500;

let token = "";
/** @type {Array<() => void>} */
let waiting = [];
let beating = false;

/** The token that unsafe requests carry; sessions change it. @param {string} csrf */
export function setToken(csrf) {
  token = csrf;
}

/**
 * @param {{ method: string, path: string, text?: string, headers?: Record<string, string>, timeout?: number, body?: Blob, signal?: AbortSignal }} asked
 * @returns {Promise<{ status: number, text: string, headers: Headers }>}
 * @throws {import("./problem.js").Problem | Unreachable}
 */
export async function once({ method, path, text, headers = {}, timeout = ANSWER_MS_MAX, body, signal }) {
  /** @type {Record<string, string>} */
  const sent = { Accept: "application/json", ...headers };
  if (text !== undefined) sent["Content-Type"] = "application/json";
  if (method !== "GET") sent["X-CSRFToken"] = token;
  const limit = AbortSignal.timeout(timeout);
  let answer;
  let answered;
  try {
    answer = await fetch(BASE + path, {
      method, headers: sent, body: body ?? text, cache: "no-store", credentials: "same-origin", redirect: "error",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    answered = await answer.text();
  } catch {
    if (signal?.aborted) throw new DOMException("given up", "AbortError");
    lost();
    throw new Unreachable();
  }
  if (answer.ok || answer.status === 304) {
    found();
    return { status: answer.status, text: answered, headers: answer.headers };
  }
  const problem = problemOf(answer, answered);
  if (problem instanceof Unreachable) lost();
  else found();
  throw problem;
}

function found() {
  online.value = true;
  const resumed = waiting;
  waiting = [];
  for (const go of resumed) go();
}

function lost() {
  online.value = false;
  void beat();
}

/** Asks until the server answers again; anything it says, be it a refusal, is an answer. */
async function beat() {
  if (beating) return;
  beating = true;
  while (!online.value) {
    await pause(HEARTBEAT_MS);
    await once({ method: "GET", path: "/state", timeout: 5000 }).then(
      (answer) => back(JSON.parse(answer.text)),
      () => undefined,
    );
  }
  beating = false;
}

/** The server is there again; it may have been started anew, as another version. @param {{ csrf: string, version: string }} state */
function back(state) {
  setToken(state.csrf);
  version.value = state.version;
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((go) => { setTimeout(go, ms); });
}

/** Until the server answers again; at once while it does. @returns {Promise<void>} */
export function whenOnline() {
  return online.value ? Promise.resolve() : new Promise((go) => { waiting.push(go); });
}

addEventListener("offline", () => void once({ method: "GET", path: "/state", timeout: 5000 }).catch(() => undefined));
