/** Starts the page: state and words first, then the screen that the address names, and over it what must be asked. */
import { html, render, useEffect, useState } from "./ui.js";
import { followHash, routeOf } from "./routes.js";
import { listenForKeys } from "./keys.js";
import { listenForScans, onScanRefused } from "./scan.js";
import { layers } from "./layers.js";
import { lockWhenIdle, loadState } from "./session.js";
import { pause } from "./connection.js";
import { gate, place, session, setUp } from "./state.js";
import { hasWord, setLanguage, t } from "./words.js";
import "./look.js";
import { keepUpToDate } from "./update.js";
import { ConnectionBanner } from "./parts/banner.js";
import { Empty, Skeleton } from "./parts/list.js";
import { Frame } from "./parts/frame.js";
import { Button } from "./parts/button.js";
import { Toasts, toast } from "./parts/toast.js";
import { SignIn, SignInOver } from "./screens/sign_in.js";
import { Approval } from "./screens/approval.js";
import { Resumed } from "./screens/resumed.js";
import { Help } from "./screens/help.js";

/** What a screen's module gave, or why it did not come. @type {Map<string, any>} */
const loaded = new Map();

/** @param {{ path: string, load: () => Promise<{ default: any }> }} route */
function useScreen(route) {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (loaded.get(route.path)?.default) return;
    loaded.delete(route.path);
    route.load().then(
      (module) => loaded.set(route.path, module),
      (error) => { console.error(error); loaded.set(route.path, { error }); },
    ).then(() => redraw((count) => count + 1));
  }, [route.path]);
  return loaded.get(route.path);
}

/** @param {{ route: import("./types.js").Route, parts: string[] }} props */
function Screen({ route, parts }) {
  const module = useScreen(route);
  useEffect(() => { document.title = `${hasWord(route.name) ? t(route.name) : ""} · Tillbook`; });
  if (module?.default) return html`<${module.default} parts=${parts} />`;
  return html`<${Frame} title=${hasWord(route.name) ? t(route.name) : route.path}>
    ${module?.error
      ? html`<${Empty} icon="warning" title=${t("core.screen_lost")}><${Button} onClick=${() => location.reload()}>${t("core.reload")}<//><//>`
      : html`<${Skeleton} rows=${6} />`}
  <//>`;
}

/** @type {import("./types.js").Route} */
const SET_UP = { path: "/set-up", name: "setup.title", load: () => import("./screens/setup.js") };

function Here() {
  const { route, parts } = routeOf(place.value);
  if (setUp.value === null) return html`<div class="boot"><${Skeleton} rows=${4} /></div>`;
  if (!setUp.value) return html`<${Screen} route=${SET_UP} parts=${[]} />`;
  if (!session.value) return html`<${SignIn} />`;
  if (route) return html`<${Screen} key=${route.path} route=${route} parts=${parts} />`;
  return html`<${Frame} title=${t("core.nothing_here")}>
    <${Empty} icon="search" title=${t("core.nothing_here")}><a class="button button-primary" href="#/">${t("core.to_till")}</a><//>
  <//>`;
}

/** Above every screen: help, sign-in, approval, what came of posts before a reload. */
function Over() {
  return html`
    <${Help} />
    ${session.value && html`<${Resumed} />`}
    <${Approval} />
    ${session.value && gate.value !== "" && html`<${SignInOver} />`}`;
}

function App() {
  return html`<div id="page" inert=${layers.value.length > 0}><${Here} /></div><${Over} />
    <${ConnectionBanner} /><${Toasts} />`;
}

async function start() {
  await setLanguage(document.documentElement.lang, { keep: false });
  listenForScans();
  listenForKeys();
  onScanRefused((code) => toast(t("core.scan_not_here", { code }), "wrong"));
  followHash();
  lockWhenIdle();
  render(html`<${App} />`, /** @type {Element} */ (document.getElementById("app")));
  keepUpToDate();
  while (setUp.peek() === null) {
    await loadState().catch((problem) => { console.error(problem); return pause(1000); });
  }
}

void start();
