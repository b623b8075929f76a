/** Says what came of posts that were unanswered when the page was loaded again. */
import { html, useEffect } from "../ui.js";
import { resumed } from "../commands.js";
import { toast } from "../parts/toast.js";
import { t } from "../words.js";

export function Resumed() {
  const found = resumed.value;
  useEffect(() => {
    if (!found.length) return;
    for (const { answer, problem } of found) {
      if (problem) toast(t("core.resumed_refused", { reason: problem.message }), "wrong", { seconds: 20 });
      else toast(t("core.resumed_done", { number: answer?.number ?? answer?.code ?? "" }), "done", { seconds: 20 });
    }
    resumed.value = [];
  }, [found]);
  return html``;
}
