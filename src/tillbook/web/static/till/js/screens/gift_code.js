/** A code that is shown once, in letters that are read across a counter. */
import { html } from "../ui.js";
import { t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { toast } from "../parts/toast.js";

/** @param {{ code: string, title: string, note?: any }} props */
export function Code({ code, title, note }) {
  const copy = () => {
    navigator.clipboard?.writeText(code).then(() => toast(t("gift.copied"), "done"), () => toast(t("gift.copy_failed"), "wrong"));
  };
  return html`<section class="card code-card">
    <h2 class="card-title">${title}</h2>
    <p class="code-large num" dir="ltr">${code.split("-").map((part, at, all) => html`<span key=${at}>${part}${at + 1 < all.length ? "-" : ""}</span>`)}</p>
    ${note}
    <${Banner} kind="warning">${t("gift.once")}<//>
    ${"clipboard" in navigator && html`<${Button} kind="quiet" icon="file" onClick=${copy}>${t("gift.copy")}<//>`}
  </section>`;
}
