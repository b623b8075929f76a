/**
 * The first run: four short steps, and the till opens. What was answered is kept over a reload, but for the
 * secrets and the file.
 */
import { html, useEffect, useRef, useState } from "../ui.js";
import { api, Problem, Unreachable } from "../api.js";
import { whenOnline } from "../connection.js";
import { ownCountry, usualIn } from "../countries.js";
import { loadState, setUpDone } from "../session.js";
import { setUpCodeNeeded } from "../state.js";
import { LANGUAGES, language, setLanguage, t } from "../words.js";
import { Banner } from "../parts/banner.js";
import { Button } from "../parts/button.js";
import { SelectField } from "../parts/field.js";
import { toast } from "../parts/toast.js";
import { MoneyStep, OwnerStep, ProductsStep, ShopStep, wrongIn } from "./setup_steps.js";

const DRAFT = "tillbook.set_up";
const STEPS = /** @type {const} */ (["shop", "money", "owner", "products"]);
/** Which step asks for what a problem's path names. @type {Record<string, number>} */
const STEP_OF = { name: 0, country: 0, code: 0, currency: 1, timezone: 1, prices_include_tax: 1, owner: 2, password: 2, pin: 2, products: 3, file: 3 };

/** @typedef {import("./setup_steps.js").Answers} Answers */

/** The code that came with the address, `/#code=…`, as the server printed it; it does not stay in the address. */
function codeGiven() {
  const given = /[#?&]code=([^&]+)/.exec(location.hash)?.[1] ?? "";
  if (location.hash) {
    history.replaceState(null, "", "/");
    setTimeout(() => dispatchEvent(new HashChangeEvent("hashchange")));
  }
  return decodeURIComponent(given);
}

/** @returns {Answers} */
function guessed() {
  return { name: "", ...usualIn(ownCountry()), owner: "", password: "", pin: "", products: "demo", file: null, code: codeGiven() };
}

/** @returns {Answers} */
function begun() {
  try {
    return { ...guessed(), ...JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}") };
  } catch {
    return guessed();
  }
}

/** @param {Answers} answers */
function keepDraft({ password: _password, pin: _pin, file: _file, code: _code, ...rest }) {
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify({ ...rest, products: rest.products === "file" ? "demo" : rest.products }));
  } catch {
    // Then a reload begins anew.
  }
}

/** @param {Answers} answers */
function bodyOf({ file, code, ...rest }) {
  return {
    ...rest, name: rest.name.trim(), owner: rest.owner.trim(),
    ...(rest.products === "file" && file ? { file: file.text } : {}), ...(setUpCodeNeeded.peek() ? { code: code.trim() } : {}),
  };
}

/** Whether a shop is there after all: the answer was lost, or somebody else has just made one. */
async function madeMeanwhile() {
  await whenOnline();
  await loadState();
}

export default function Setup() {
  const [answers, setAnswers] = useState(begun);
  const [at, setAt] = useState(0);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {{ path: string, message: string } | null} */ (null));
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const card = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const first = /** @type {HTMLElement | null} */ (card.current?.querySelector("[data-autofocus]") ?? heading.current);
    first?.focus({ preventScroll: true });
    document.getElementById("screen")?.scrollTo(0, 0);
  }, [at]);
  /** @param {Partial<Answers>} some */
  const change = (some) => {
    const next = { ...answers, ...some };
    setAnswers(next);
    keepDraft(next);
    if (problem && Object.keys(some).includes(problem.path)) setProblem(null);
  };
  /** @param {number} step */
  const turn = (step) => {
    setTried(false);
    setAt(step);
  };
  /** @param {unknown} refusal */
  const explain = async (refusal) => {
    if (refusal instanceof Unreachable) {
      await madeMeanwhile();
      return;
    }
    if (!(refusal instanceof Problem)) throw refusal;
    if (refusal.code === "shop_exists") await loadState();
    const path = refusal.code === "wrong_code" ? "code" : refusal.path;
    const step = STEP_OF[path];
    setProblem({ path, message: refusal.message });
    if (step !== undefined && step !== at) turn(step);
  };
  const make = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const made = await api.post("/setup", bodyOf(answers), { asks: false, timeout: 60000 });
      sessionStorage.removeItem(DRAFT);
      await setUpDone(made);
      if (made.imported) toast(t("setup.imported", { count: made.imported }), "done");
    } catch (refusal) {
      await explain(refusal);
    }
    setBusy(false);
  };
  /** @param {Event} event */
  const send = (event) => {
    event.preventDefault();
    setTried(true);
    const wrong = wrongIn(STEPS[at] ?? "shop", answers);
    if (Object.keys(wrong).length > 0) {
      setTimeout(() => /** @type {HTMLElement | null} */ (card.current?.querySelector("[aria-invalid=true]"))?.focus());
    } else if (at < STEPS.length - 1) turn(at + 1);
    else if (!busy) void make();
  };
  const name = STEPS[at] ?? "shop";
  const Step = [ShopStep, MoneyStep, OwnerStep, ProductsStep][at];
  const errors = { ...(tried ? wrongIn(name, answers) : {}), ...(problem?.path ? { [problem.path]: problem.message } : {}) };
  return html`<main class="setup" id="screen">
    <div class="setup-side">
      <p class="setup-mark"><img src=${new URL("../../icons/till.svg", import.meta.url).href} alt="" width="48" height="48" /> Tillbook</p>
      <p class="setup-hello">${t("setup.hello")}</p>
      <ol class="setup-steps">
        ${STEPS.map((step, number) => html`<li key=${step} class=${number < at ? "setup-past" : ""} aria-current=${number === at ? "step" : undefined}>
          <span class="setup-number num">${number + 1}</span>${t(`setup.step_${step}`)}</li>`)}
      </ol>
    </div>
    <form class="setup-card" ref=${card} onSubmit=${send} noValidate>
      <div class="setup-top">
        <p class="quiet num">${t("setup.progress", { at: at + 1, of: STEPS.length })}</p>
        <${SelectField} label=${t("setup.language")} hideLabel value=${language.value} options=${Object.entries(LANGUAGES)}
          onChange=${(/** @type {string} */ code) => void setLanguage(code)} />
      </div>
      <h1 ref=${heading} tabindex="-1">${t(`setup.ask_${name}`)}</h1>
      <${Step} key=${name} answers=${answers} change=${change} errors=${errors} />
      ${problem && STEP_OF[problem.path] !== at && html`<div role="alert"><${Banner} kind="wrong">${problem.message}<//></div>`}
      <div class="setup-foot">
        ${at > 0 && html`<${Button} size="large" disabled=${busy} onClick=${() => turn(at - 1)}>${t("core.back")}<//>`}
        <${Button} type="submit" kind="primary" size="large" class="setup-next" busy=${busy}>
          ${at < STEPS.length - 1 ? t("core.next") : t("setup.open")}<//>
      </div>
    </form>
  </main>`;
}
