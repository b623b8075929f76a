/** Signing in: a person and a PIN on a browser that belongs to a register, a name and a password elsewhere. */
import { html, useEffect, useState } from "../ui.js";
import { signIn } from "../session.js";
import { gate, people, register, session, shop } from "../state.js";
import { kept } from "../store.js";
import { t } from "../words.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { PinPad } from "../parts/keypad.js";
import { TextField } from "../parts/field.js";
import { Problem } from "../problem.js";

/** Counts the seconds down that a throttled person must wait. @returns {[number, (seconds: number) => void]} */
function useWait() {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

/** @param {number} seconds */
function throttled(seconds) {
  if (seconds > 90) return t("sign_in.throttled_minutes", { count: Math.ceil(seconds / 60) });
  return t("sign_in.throttled", { count: seconds });
}

/** One try after the other, and what came of the last. */
function useTry() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [attempt, setAttempt] = useState(0);
  const [wait, setWait] = useWait();
  /** @param {Parameters<typeof signIn>[0]} who */
  const go = async (who) => {
    setBusy(true);
    setError("");
    try {
      await signIn(who);
    } catch (problem) {
      setAttempt((count) => count + 1);
      const many = problem instanceof Problem && problem.status === 429;
      if (many) setWait(Math.max(1, Math.ceil(problem.retryAfter)));
      else setError(problem instanceof Problem ? problem.message : t("core.unreachable"));
    }
    setBusy(false);
  };
  return { busy, attempt, go, waiting: wait > 0, error: wait > 0 ? throttled(wait) : error };
}

/** @param {{ name: string }} props the initials stand in the colour of the name, always the same one */
export function Face({ name }) {
  const initials = name.trim().split(/\s+/).map((word) => [...word][0] ?? "").slice(0, 2).join("").toUpperCase();
  const hue = [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 6, 7);
  return html`<span class=${`face face-${hue}`} aria-hidden="true">${initials}</span>`;
}

/** @param {{ action: string, first: string }} props */
function ByPassword({ action, first }) {
  const [name, setName] = useState(first);
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const attempt = useTry();
  useEffect(() => setPassword(""), [attempt.attempt]);
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    if (name && password && !attempt.waiting) void attempt.go({ name: name.trim(), password });
  };
  return html`<form class="stack" onSubmit=${send}>
    <${TextField} label=${t("sign_in.name")} value=${name} onInput=${setName} autocomplete="username" required data-autofocus=${!first} />
    <${TextField} label=${t("sign_in.password")} value=${password} onInput=${setPassword} type=${shown ? "text" : "password"} autocomplete="current-password"
      required error=${attempt.error} data-autofocus=${Boolean(first)}
      after=${html`<button type="button" class="input-act" aria-pressed=${shown ? "true" : "false"} onClick=${() => setShown(!shown)}>${t(shown ? "sign_in.hide" : "sign_in.show")}</button>`} />
    <${Button} type="submit" kind="primary" size="large" wide busy=${attempt.busy} disabled=${attempt.waiting}>${action}<//>
  </form>`;
}

/** @param {{ name: string, action: string }} props */
function ByPin({ name, action }) {
  const attempt = useTry();
  return html`<${PinPad} label=${t("sign_in.pin_of", { name })} action=${action} busy=${attempt.busy || attempt.waiting} error=${attempt.error}
    attempt=${attempt.attempt} onPin=${(/** @type {string} */ pin) => void attempt.go({ name, pin })} />`;
}

/** @param {{ first: string, action: string }} props `first` is the person asked for at once, "" to choose */
function Form({ first, action }) {
  const paired = register.value !== null && people.value.length > 0;
  const [who, setWho] = useState(paired && people.value.includes(first) ? first : "");
  const [byPassword, setByPassword] = useState(!paired);
  if (!paired || byPassword) {
    return html`<${ByPassword} action=${action} first=${who || (paired ? "" : first)} />
      <p class="sign-note">${paired
        ? html`<${Button} kind="quiet" icon="back" onClick=${() => setByPassword(false)}>${t("sign_in.by_pin")}<//>`
        : t("sign_in.not_paired")}</p>`;
  }
  if (who) {
    return html`<div class="sign-who"><${Face} name=${who} /><span class="sign-name">${who}</span></div>
      <${ByPin} key=${who} name=${who} action=${action} />
      <p class="sign-note">
        ${people.value.length > 1 && html`<${Button} kind="quiet" icon="users" onClick=${() => setWho("")}>${t("sign_in.other")}<//>`}
        <${Button} kind="quiet" onClick=${() => setByPassword(true)}>${t("sign_in.by_password")}<//>
      </p>`;
  }
  return html`<h2 class="sign-ask">${t("sign_in.who")}</h2>
    <div class="tiles-people">
      ${people.value.map((name, at) => html`<button type="button" key=${name} class="tile-person" data-autofocus=${at === 0} onClick=${() => setWho(name)}>
        <${Face} name=${name} /><span>${name}</span></button>`)}
    </div>
    <p class="sign-note"><${Button} kind="quiet" onClick=${() => setByPassword(true)}>${t("sign_in.by_password")}<//></p>`;
}

/** The whole screen, before anyone is signed in. */
export function SignIn() {
  const first = people.value.length === 1 ? people.value[0] ?? "" : kept("person");
  useEffect(() => {
    document.title = `${t("sign_in.title")} · Tillbook`;
    /** @type {HTMLElement | null} */ (document.querySelector(".sign [data-autofocus]"))?.focus();
  }, []);
  return html`<main class="sign" id="screen">
    <div class="sign-card">
      <header class="sign-head">
        <img src=${new URL("../../icons/till.svg", import.meta.url).href} alt="" width="40" height="40" /><p class="sign-register">${register.value?.name ?? "Tillbook"}</p><h1>${shop.value?.name}</h1></header>
      <${Form} first=${first} action=${t("sign_in.action")} />
    </div>
  </main>`;
}

/** Over the screen, which stays as it is: when the till was locked, or the server no longer knows who is there. */
export function SignInOver() {
  const locked = gate.value === "locked";
  return html`<${Dialog} kind="whole" class="sign-over" title=${t(locked ? "sign_in.locked_title" : "sign_in.again_title")}>
    <p class="sign-kept">${t(locked ? "sign_in.locked_note" : "sign_in.again_note")}</p>
    <${Form} first=${session.value?.name ?? ""} action=${t(locked ? "sign_in.unlock" : "sign_in.action")} />
  <//>`;
}
