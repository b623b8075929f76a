import { html } from "../ui.js";
import { t } from "../words.js";
import { Frame } from "../parts/frame.js";
import { Skeleton } from "../parts/list.js";

export default function Till() {
  return html`<${Frame} title=${t("till.title")}><${Skeleton} rows=${4} /><//>`;
}
