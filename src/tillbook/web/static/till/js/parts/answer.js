/** What a screen asks the server once it is shown: a skeleton while it loads, and what to do when it does not come. */
import { html, useCallback, useEffect, useRef, useState } from "../ui.js";
import { whenOnline } from "../connection.js";
import { Problem, Unreachable } from "../problem.js";
import { t } from "../words.js";
import { Button } from "./button.js";
import { Empty, Skeleton } from "./list.js";

/** @template T @typedef {{ data: T | null, problem: Error | null, loading: boolean, again: () => void, set: (data: T) => void }} Answer */

/**
 * Asks when shown and whenever `about` changes; what was asked before is given up. What is shown stays until the next answer is here.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} ask
 * @param {unknown[]} about
 * @param {{ wait?: number, when?: boolean }} [options] `wait`: so many milliseconds of quiet first, as while one types; `when` false: nothing is asked
 * @returns {Answer<T>}
 */
export function useAnswer(ask, about, { wait = 0, when = true } = {}) {
  const [found, setFound] = useState(/** @type {{ data: T | null, problem: Error | null, loading: boolean }} */ ({ data: null, problem: null, loading: when }));
  const [turn, setTurn] = useState(0);
  const now = useRef(ask);
  now.current = ask;
  useEffect(() => {
    if (!when) {
      setFound({ data: null, problem: null, loading: false });
      return undefined;
    }
    const stop = new AbortController();
    const load = async () => {
      setFound((before) => ({ ...before, loading: true }));
      try {
        const data = await now.current(stop.signal);
        if (!stop.signal.aborted) setFound({ data, problem: null, loading: false });
      } catch (problem) {
        if (stop.signal.aborted) return;
        if (!(problem instanceof Problem || problem instanceof Unreachable)) throw problem;
        setFound((before) => ({ ...before, problem, loading: false }));
        if (problem instanceof Unreachable) void whenOnline().then(() => { if (!stop.signal.aborted) setTurn((count) => count + 1); });
      }
    };
    const timer = setTimeout(() => void load(), wait);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [...about, turn, when]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  const set = useCallback((/** @type {T} */ data) => setFound({ data, problem: null, loading: false }), []);
  return { ...found, again, set };
}

/**
 * @param {{ of: Answer<any>, rows?: number, kind?: "row" | "tile" | "line", children: (data: any) => any }} props
 *   children is a function of the data
 */
export function Answered({ of, rows = 4, kind = "row", children }) {
  const show = Array.isArray(children) ? children[0] : children;
  if (of.problem && (of.data === null || of.problem instanceof Problem)) {
    const away = of.problem instanceof Unreachable;
    return html`<${Empty} icon=${away ? "offline" : "warning"} title=${away ? t("core.unreachable") : of.problem.message}>
      <${Button} icon="return" busy=${of.loading} onClick=${of.again}>${t("core.retry")}<//>
    <//>`;
  }
  return of.data === null ? html`<${Skeleton} rows=${rows} kind=${kind} />` : show(of.data);
}
