/** Asks a person on behalf of a request that waits: to sign in again, or for a second person's PIN. */
import { signal } from "./ui.js";
import { gate } from "./state.js";
import { Problem } from "./problem.js";

/**
 * The approval that is asked for, or null; shown by screens/approval.js.
 * @type {import("../vendor/signals.js").Signal<null | { problem: Problem, text: string, give: (approval: string) => void, refuse: () => void }>}
 */
export const approvalAsked = signal(
  /** @type {null | { problem: Problem, text: string, give: (approval: string) => void, refuse: () => void }} */ (null),
);

/** @type {Array<() => void>} */
let waiting = [];

/** Opens the sign-in overlay, once for all that ask, until someone is signed in. @param {"locked" | "signed_out"} why @returns {Promise<void>} */
export function askSignIn(why) {
  if (gate.value === "") gate.value = why;
  return new Promise((go) => { waiting.push(go); });
}

/** Someone is signed in: what waited goes on. */
export function signedIn() {
  gate.value = "";
  const resumed = waiting;
  waiting = [];
  for (const go of resumed) go();
}

/**
 * The approval for a request's exact text. When it is not given, throws the problem, marked `cancelled`.
 * @param {Problem} problem @param {string} text @returns {Promise<string>}
 */
export async function askApproval(problem, text) {
  while (approvalAsked.value) await new Promise((go) => { setTimeout(go, 100); });
  return new Promise((give, fail) => {
    approvalAsked.value = {
      problem,
      text,
      give: (approval) => { approvalAsked.value = null; give(approval); },
      refuse: () => {
        approvalAsked.value = null;
        problem.body.cancelled = true;
        fail(problem);
      },
    };
  });
}
