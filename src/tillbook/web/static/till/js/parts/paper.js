/** What goes on paper, shown as it will lie on the counter, and printed through the browser. */
import { html } from "../ui.js";
import { kept } from "../store.js";
import { t } from "../words.js";
import { Button } from "./button.js";

/**
 * The text of a bill or report, letter for letter.
 * @param {{ text: string, label: string, children?: any }} props children stand below the text, on the paper
 */
export function Paper({ text, label, children }) {
  return html`<div class="paper" role="group" tabindex="0" aria-label=${label}><pre dir="ltr">${text}</pre>${children}</div>`;
}

/** Prints a text alone, on the roll or sheet that this browser's printer has (css of the bill). @param {string} text */
export function printText(text) {
  document.getElementById("printed")?.remove();
  const page = document.createElement("div");
  page.id = "printed";
  page.className = `print-sheet print-${kept("paper", "80")}`;
  page.dir = "ltr";
  page.append(document.createElement("pre"));
  /** @type {HTMLElement} */ (page.firstChild).textContent = text;
  document.body.append(page);
  addEventListener("afterprint", () => page.remove(), { once: true });
  print();
}

/** @param {{ text: string, kind?: "plain" | "primary", label?: string }} props */
export function PrintButton({ text, kind = "plain", label }) {
  return html`<${Button} icon="print" kind=${kind} onClick=${() => printText(text)}>${label ?? t("bills.print")}<//>`;
}
