/** Settings of this browser, and the way out. */
import { html, useState } from "../ui.js";
import { direction, setDirection, setTheme, theme } from "../look.js";
import { setSounds, sounds } from "../feedback.js";
import { LANGUAGES, language, setLanguage, t } from "../words.js";
import { lock, signOut } from "../session.js";
import { may, register, session, shop, version } from "../state.js";
import { Button } from "../parts/button.js";
import { Choice, Switch } from "../parts/field.js";
import { Dialog } from "../parts/dialog.js";
import { Frame } from "../parts/frame.js";
import { toastProblem } from "../parts/toast.js";
import { helpOpen } from "./help.js";
import { Pairing } from "./browser.js";
import { Face } from "./sign_in.js";

/** @param {{ title: string, children?: any }} props */
function Card({ title, children }) {
  return html`<section class="card"><h2 class="card-title">${title}</h2>${children}</section>`;
}

function Person() {
  const [busy, setBusy] = useState(false);
  const leave = () => {
    setBusy(true);
    signOut().catch(toastProblem).finally(() => setBusy(false));
  };
  const where = register.value?.name ?? t("menu.no_register");
  return html`<section class="card menu-person">
    <${Face} name=${session.value?.name ?? ""} />
    <div class="menu-who"><strong>${session.value?.name}</strong><span>${t(`menu.role_${session.value?.role ?? "cashier"}`)} · ${where}</span></div>
    <div class="menu-acts">
      <${Button} icon="lock" onClick=${() => void lock()}>${t("menu.lock")}<//>
      <${Button} icon="out" busy=${busy} onClick=${leave}>${t("menu.sign_out")}<//>
    </div>
  </section>`;
}

/** @param {{ onClose: () => void }} props */
function About({ onClose }) {
  return html`<${Dialog} title=${t("menu.about")} onClose=${onClose}>
    <dl class="facts">
      <div><dt>${t("menu.version")}</dt><dd class="num">${version.value}</dd></div>
      <div><dt>${t("menu.shop")}</dt><dd>${shop.value?.name}</dd></div>
      <div><dt>${t("menu.register")}</dt><dd>${register.value?.name ?? t("menu.no_register")}</dd></div>
      <div><dt>${t("menu.business_date")}</dt><dd>${shop.value?.business_date}</dd></div>
    </dl>
    <p class="quiet">${t("menu.licences")}</p>
  <//>`;
}

export default function Menu() {
  const [about, setAbout] = useState(false);
  return html`<${Frame} title=${t("menu.title")} class="menu">
    <div class="column">
      <${Person} />
      <${Card} title=${t("menu.look")}>
        <${Choice} label=${t("menu.language")} value=${language.value} onChange=${(/** @type {string} */ code) => void setLanguage(code)}
          options=${Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} />
        <${Choice} label=${t("menu.theme")} value=${theme.value} onChange=${setTheme}
          options=${["system", "light", "dark"].map((value) => ({ value, label: t(`menu.theme_${value}`) }))} />
        <${Switch} label=${t("menu.sounds")} note=${t("menu.sounds_note")} checked=${sounds.value} onChange=${setSounds} />
        <${Switch} label=${t("menu.right_to_left")} note=${t("menu.right_to_left_note")} checked=${direction.value === "rtl"}
          onChange=${(/** @type {boolean} */ on) => setDirection(on ? "rtl" : "ltr")} />
      <//>
      ${may("manage_registers") && html`<${Card} title=${t("menu.this_browser")}><${Pairing} /><//>`}
      <${Card} title=${t("menu.help")}>
        <div class="menu-acts">
          <${Button} icon="keyboard" keys="F1" onClick=${() => { helpOpen.value = true; }}>${t("menu.keys")}<//>
          <${Button} icon="info" onClick=${() => setAbout(true)}>${t("menu.about")}<//>
        </div>
      <//>
    </div>
    ${about && html`<${About} onClose=${() => setAbout(false)} />`}
  <//>`;
}
