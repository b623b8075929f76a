/** The second person's PIN, over the screen, for one request and no other. */
import { html, useState } from "../ui.js";
import { api, Problem } from "../api.js";
import { approvalAsked } from "../asking.js";
import { people, session } from "../state.js";
import { t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Dialog } from "../parts/dialog.js";
import { PinPad } from "../parts/keypad.js";
import { SelectField, TextField } from "../parts/field.js";

export function Approval() {
  const asked = approvalAsked.value;
  return asked && html`<${Ask} key=${asked.text} asked=${asked} />`;
}

/** @param {{ asked: NonNullable<typeof approvalAsked.value> }} props */
function Ask({ asked }) {
  const others = people.value.filter((name) => name !== session.value?.name);
  const [name, setName] = useState(others[0] ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [attempt, setAttempt] = useState(0);
  /** @param {string} pin */
  const send = async (pin) => {
    setBusy(true);
    setError("");
    try {
      const { approval } = await api.post("/approvals", { name: name.trim(), pin, body: asked.text }, { asks: false });
      asked.give(approval);
    } catch (problem) {
      setError(problem instanceof Problem ? problem.message : t("core.unreachable"));
      setAttempt((count) => count + 1);
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("core.approval_title")} onClose=${asked.refuse} class="approval">
    <${Banner} kind="warning" icon="lock">${asked.problem.message}<//>
    ${others.length > 0
      ? html`<${SelectField} label=${t("core.approval_name")} value=${name} onChange=${setName} options=${others.map((each) => [each, each])} />`
      : html`<${TextField} label=${t("core.approval_name")} value=${name} onInput=${setName} />`}
    <${PinPad} label=${t("core.approval_pin", { name })} action=${t("core.approval_action")} busy=${busy} error=${error} attempt=${attempt} onPin=${send} />
  <//>`;
}
