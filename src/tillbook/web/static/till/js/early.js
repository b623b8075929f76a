// Runs before the first paint, so that neither theme, language nor direction flickers. Not a module on purpose.
(function () {
  const page = document.documentElement;
  /** @param {string} name */
  function kept(name) {
    try { return localStorage.getItem("tillbook." + name) || ""; } catch { return ""; }
  }
  const asked = new URLSearchParams(location.search).get("dir");
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;
  page.dir = asked === "rtl" || asked === "ltr" ? asked : kept("dir") === "rtl" ? "rtl" : "ltr";
  const language = kept("language") || (navigator.language || "en").slice(0, 2);
  page.lang = ["en", "hi", "de"].includes(language) ? language : "en";
  // A file that did not come leaves the page blank: say so.
  addEventListener("error", (event) => {
    const lost = document.getElementById("lost");
    if (lost && event.target instanceof HTMLScriptElement) lost.hidden = false;
  }, true);
})();
