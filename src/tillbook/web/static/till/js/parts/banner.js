/** What stays on the screen until it is no longer so. */
import { html, useEffect, useState } from "../ui.js";
import { Icon } from "./icon.js";
import { online, unanswered } from "../state.js";
import { t } from "../words.js";

/** @param {{ kind?: "note" | "warning" | "wrong", icon?: string, children?: any, act?: any }} props */
export function Banner({ kind = "note", icon, children, act }) {
  return html`<div class=${`banner banner-${kind}`}>
    <${Icon} name=${icon ?? (kind === "note" ? "info" : "warning")} size=${20} />
    <span class="banner-text">${children}</span>${act}
  </div>`;
}

const SLOW_MS = 2500;

/** Says that the server is away or slow, and what is still unanswered. It lies over the top, so that nothing moves. */
export function ConnectionBanner() {
  const oldest = Math.min(...unanswered.value.map((each) => each.since));
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!Number.isFinite(oldest)) return undefined;
    const timer = setTimeout(() => setSlow(true), Math.max(0, oldest + SLOW_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [oldest]);
  const count = unanswered.value.length;
  const away = !online.value;
  return html`<div class="connection" role="status" aria-live="assertive" data-away=${away ? "true" : undefined}>
    ${away && html`<${Banner} kind="wrong" icon="offline">${count ? t("core.away_posting") : t("core.away")}<//>`}
    ${!away && slow && count > 0 && html`<${Banner} kind="warning" icon="clock">${t("core.slow_posting")}<//>`}
  </div>`;
}
