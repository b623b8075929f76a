/** What went wrong with a request: a refusal that the server explains, or no answer at all. */

/** A refusal. `message` is a sentence for the person at the till; `code` is stable. */
export class Problem extends Error {
  /**
   * @param {{ status: number, code: string, detail: string, path?: string, retryAfter?: number, body?: Record<string, any> }} found
   */
  constructor({ status, code, detail, path = "", retryAfter = 0, body = {} }) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.detail = detail;
    /** Where in the request: "lines[0].quantity". */
    this.path = path;
    /** Seconds to wait, of a 429 or 503. */
    this.retryAfter = retryAfter;
    /** All that the problem says, such as the `number` of a cart that was posted. */
    this.body = body;
  }
}

/** No answer: whether the server did anything is unknown. */
export class Unreachable extends Error {
  constructor() {
    super("no answer");
    this.name = "Unreachable";
  }
}

/** @param {Response} answer @param {string} text @returns {Problem | Unreachable} */
export function problemOf(answer, text) {
  const says = (answer.headers.get("content-type") ?? "").includes("json");
  /** @type {Record<string, any>} */
  let body = {};
  try {
    if (says) body = JSON.parse(text);
  } catch {
    body = {};
  }
  if ([502, 503, 504].includes(answer.status) && body.code === undefined) return new Unreachable();
  return new Problem({
    status: answer.status,
    code: body.code ?? `http_${answer.status}`,
    detail: body.detail ?? body.title ?? `${answer.status} ${answer.statusText}`,
    path: body.path,
    retryAfter: Number(answer.headers.get("retry-after") ?? 0) || 0,
    body,
  });
}
