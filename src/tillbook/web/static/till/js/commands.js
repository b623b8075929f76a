/**
 * Commands that post: sent with one id until they are answered.
 *
 * The id and the exact text are kept in this tab until the server answers, through lost answers and a reload:
 * a repeat has the same id and text, and the server answers it as it answered the first. Nothing is "done"
 * before its answer is here.
 */
import { signal } from "./ui.js";
import { send } from "./api.js";
import { pause, whenOnline } from "./connection.js";
import { Problem, Unreachable } from "./problem.js";
import { session, unanswered } from "./state.js";

/** @typedef {{ id: string, method: string, path: string, text: string, by: string }} Kept */

const PAUSES_MS = [300, 600, 1200, 2500, 4000];
const KEPT = "tillbook.unanswered";

/** What came of commands that were still unanswered when the page was loaded again. */
export const resumed = signal(
  /** @type {Array<{ path: string, id: string, answer: any, problem: Problem | null }>} */ ([]),
);

/** A new UUID (version 7: the time first, so that they sort), also where the page is not a secure context. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let now = Date.now();
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = now % 256;
    now = Math.floor(now / 256);
  }
  bytes[6] = 0x70 | (Number(bytes[6]) & 0x0f);
  bytes[8] = 0x80 | (Number(bytes[8]) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @returns {Kept[]} */
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {Kept[]} commands */
function keepAll(commands) {
  try {
    if (commands.length) sessionStorage.setItem(KEPT, JSON.stringify(commands));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Without storage the command is still repeated while the page lives.
  }
}

/**
 * Posts a command and resolves with its answer, however often it must be sent. While no answer comes, it stands in
 * `unanswered` and the page says that the server is away. Throws a Problem when the server refuses it.
 *
 * @param {string} path
 * @param {{ id: string } & Record<string, unknown>} body its id is made by `newId()`, once for one intent
 * @param {{ method?: string, timeout?: number }} [options]
 * @returns {Promise<any>}
 */
export async function command(path, body, { method = "POST", timeout } = {}) {
  const entry = { id: body.id, method, path, text: JSON.stringify(body), by: session.peek()?.name ?? "" };
  keepAll([...kept().filter((each) => each.id !== entry.id), entry]);
  return answered(entry, timeout);
}

/** @param {Kept} entry @param {number} [timeout] */
async function answered(entry, timeout) {
  const { id, path } = entry;
  unanswered.value = [...unanswered.value.filter((each) => each.id !== id), { id, path, since: Date.now(), attempts: 1 }];
  try {
    const answer = await repeated(entry, timeout);
    keepAll(kept().filter((each) => each.id !== id));
    return answer.text ? JSON.parse(answer.text) : null;
  } catch (problem) {
    if (problem instanceof Problem) keepAll(kept().filter((each) => each.id !== id));
    throw problem;
  } finally {
    unanswered.value = unanswered.value.filter((each) => each.id !== id);
  }
}

/** @param {Kept} entry @param {number} [timeout] */
async function repeated({ id, method, path, text }, timeout) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send({ method, path, text, timeout });
    } catch (problem) {
      const busy = problem instanceof Problem && problem.code === "busy";
      if (!busy && !(problem instanceof Unreachable)) throw problem;
      unanswered.value = unanswered.value.map((each) => (each.id === id ? { ...each, attempts: attempt + 2 } : each));
      const wait = pause(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 4000);
      await (busy ? wait : Promise.race([wait, whenOnline().then(() => pause(100))]));
    }
  }
}

/** Sends again what the page left unanswered, by the person who sent it. Called once someone is signed in. */
export async function resume() {
  for (const entry of kept().filter((each) => each.by === session.peek()?.name)) {
    if (unanswered.peek().some((each) => each.id === entry.id)) continue;
    try {
      const answer = await answered(entry);
      resumed.value = [...resumed.value, { path: entry.path, id: entry.id, answer, problem: null }];
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      resumed.value = [...resumed.value, { path: entry.path, id: entry.id, answer: null, problem }];
    }
  }
}

/** Whether anything of this tab waits for its answer. */
export function hasUnanswered() {
  return kept().length > 0;
}
