/**
 * What screens ask the server: `api.get`, `api.put`, `api.patch`, `api.delete`, `api.upload`, and for all that
 * posts with an id `command` of commands.js.
 *
 * Each answers with the parsed body or throws a Problem (show its `message`) or Unreachable. On the way: someone
 * signed out is asked to sign in over the screen and the request is sent again; what needs a second person's PIN
 * opens the approver's overlay and is sent again with the very same text; a stale CSRF token is fetched anew.
 */
import { once, setToken } from "./connection.js";
import { Problem, Unreachable } from "./problem.js";
import { askApproval, askSignIn } from "./asking.js";

export { Problem, Unreachable };

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} path
 * @property {string} [text]
 * @property {Blob} [body]
 * @property {Record<string, string>} [headers]
 * @property {boolean} [asks] false: a 401 or needs_approval is thrown, nobody is asked
 * @property {number} [timeout]
 * @property {AbortSignal} [signal]
 */

/**
 * Sends until it is answered by something other than "who are you?" or "who approves?".
 * @param {Asked} asked
 */
export async function send(asked) {
  let headers = asked.headers ?? {};
  let renewed = false;
  for (;;) {
    try {
      return await once({ ...asked, headers });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "csrf" && !renewed) {
        renewed = true;
        setToken(JSON.parse((await once({ method: "GET", path: "/state" })).text).csrf);
      } else if (problem.status === 401 && asked.asks !== false) {
        await askSignIn(problem.code === "locked" ? "locked" : "signed_out");
      } else if (problem.code === "needs_approval" && asked.asks !== false) {
        headers = { ...headers, Approval: await askApproval(problem, asked.text ?? "") };
      } else {
        throw problem;
      }
    }
  }
}

/** @type {Map<string, { tag: string, data: any }>} */
const seen = new Map();
const SEEN_MAX = 300;

/** Forgets what other people's requests left behind. */
export function forgetAnswers() {
  seen.clear();
}

/** "?search=tea&limit=20" of what is given; null, undefined and "" are left out. @param {Record<string, any> | undefined} query */
export function queryOf(query) {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return pairs.length ? `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}` : "";
}

/** @param {string} text */
const parsed = (text) => (text ? JSON.parse(text) : null);

/**
 * @param {string} path
 * @param {{ query?: Record<string, any>, signal?: AbortSignal, asks?: boolean, timeout?: number }} [options]
 * @returns {Promise<any>}
 */
async function get(path, { query, ...options } = {}) {
  const whole = path + queryOf(query);
  const known = seen.get(whole);
  const answer = await send({
    method: "GET", path: whole, headers: known ? { "If-None-Match": known.tag } : {}, ...options,
  });
  if (answer.status === 304 && known) return known.data;
  const data = parsed(answer.text);
  const tag = answer.headers.get("etag");
  if (tag) {
    seen.delete(whole);
    seen.set(whole, { tag, data });
    const oldest = seen.size > SEEN_MAX ? seen.keys().next().value : undefined;
    if (oldest !== undefined) seen.delete(oldest);
  }
  return data;
}

/** @param {string} method */
function sender(method) {
  /**
   * @param {string} path
   * @param {unknown} [body]
   * @param {{ ifMatch?: string, asks?: boolean, timeout?: number, signal?: AbortSignal }} [options]
   * @returns {Promise<any>}
   */
  return async (path, body, { ifMatch, ...options } = {}) => {
    const answer = await send({
      method, path, text: body === undefined ? undefined : JSON.stringify(body),
      headers: ifMatch ? { "If-Match": ifMatch.startsWith('"') ? ifMatch : `"${ifMatch}"` } : {}, ...options,
    });
    return parsed(answer.text);
  };
}

export const api = {
  get,
  put: sender("PUT"),
  patch: sender("PATCH"),
  delete: sender("DELETE"),
  /** A POST without an id: sent once. What posts to the books goes through `command`. */
  post: sender("POST"),
  /** A file as it is. @param {string} path @param {Blob} file */
  upload: async (path, file) => parsed((await send({
    method: "PUT", path, body: file, headers: { "Content-Type": file.type || "application/octet-stream" }, timeout: 60000,
  })).text),
  /** A page or picture's address, to be used in src or href. @param {string} path */
  address: (path) => `/api/v1${path}`,
};
