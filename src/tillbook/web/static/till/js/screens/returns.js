/** F9: goods that come back, of a bill that is looked up or without one. */
import { html, useState } from "../ui.js";
import { go } from "../routes.js";
import { register } from "../state.js";
import { t } from "../words.js";
import { Frame } from "../parts/frame.js";
import { NotPaired } from "./pairing.js";
import { FindBill } from "./returns_find.js";
import { ReturnOfBill } from "./returns_of.js";
import { ReturnWithout } from "./returns_without.js";
import { Returned } from "./returns_done.js";

/** The place of a return without a bill; numbers of bills have no small letters. */
export const WITHOUT = "without";

/** @param {{ parts: string[] }} props */
export default function Returns({ parts }) {
  const [number = ""] = parts;
  const [done, setDone] = useState(/** @type {any} */ (null));
  const over = () => {
    setDone(null);
    go("returns");
  };
  if (!register.value) return html`<${Frame} title=${t("returns.title")}><${NotPaired} /><//>`;
  if (done) return html`<${Returned} done=${done} onNext=${over} />`;
  if (number === WITHOUT) return html`<${ReturnWithout} onDone=${setDone} />`;
  if (number) return html`<${ReturnOfBill} key=${number} number=${number} onDone=${setDone} />`;
  return html`<${FindBill} />`;
}
