/**
 * A new version of the program. A page stays of the version that it was loaded with; it loads itself again once
 * the server is of another one, but only when no cart is open, nothing is asked and nothing is unanswered.
 */
import { effect, signal } from "./ui.js";
import { cart, online, place, session, setUp, version } from "./state.js";
import { hasUnanswered } from "./commands.js";
import { layers } from "./layers.js";

/** Whether a newer version waits. */
export const newer = signal(false);

/** The version that this page is of. */
export const own = document.querySelector('meta[name="tillbook-version"]')?.getAttribute("content") ?? "";

/** Whether loading again would disturb nobody. */
function idle() {
  const open = Boolean(cart.value?.lines.length) || layers.value.length > 0 || place.value.length > 0;
  return !open && online.value && setUp.value === true && session.value !== null && !hasUnanswered();
}

/** Once for each version: a page that comes back old, from a cache say, is not loaded for ever. @param {string} wanted */
function tried(wanted) {
  try {
    const before = sessionStorage.getItem("tillbook.reloaded");
    sessionStorage.setItem("tillbook.reloaded", wanted);
    return before === wanted;
  } catch {
    return true;
  }
}

export function keepUpToDate() {
  effect(() => {
    newer.value = Boolean(version.value && own && version.value !== own);
    if (newer.value && idle() && !tried(version.value)) location.reload();
  });
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}
