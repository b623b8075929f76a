/** A list and the one of it that is open: side by side where there is room, else one at a time. */
import { html } from "../ui.js";
import { t } from "../words.js";
import { IconButton } from "./button.js";

/** @param {{ list: any, one: any, nothing?: any, back: string }} props `one` is null while none is open; `back` is the way to the list */
export function Split({ list, one, nothing, back }) {
  return html`<div class="split" data-open=${one ? "true" : undefined}>
    <div class="split-list">${list}</div>
    <div class="split-one">
      ${one && html`<div class="split-back"><${IconButton} icon="back" label=${t("core.back")} onClick=${() => { location.hash = back; }} /></div>`}
      ${one || nothing}
    </div>
  </div>`;
}
