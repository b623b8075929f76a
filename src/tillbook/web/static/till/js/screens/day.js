import { html } from "../ui.js";
import { t } from "../words.js";
import { Frame } from "../parts/frame.js";
import { Skeleton } from "../parts/list.js";

export default function Day() {
  return html`<${Frame} title=${t("day.title")}><${Skeleton} rows=${4} /><//>`;
}
