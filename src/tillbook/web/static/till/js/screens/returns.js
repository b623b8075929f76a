import { html } from "../ui.js";
import { t } from "../words.js";
import { Frame } from "../parts/frame.js";
import { Skeleton } from "../parts/list.js";

export default function Returns() {
  return html`<${Frame} title=${t("returns.title")}><${Skeleton} rows=${4} /><//>`;
}
