/** Theme and direction: kept in this browser, applied to the page's root element. */
import { signal, effect } from "./ui.js";
import { kept, keep } from "./store.js";

/** "system" | "light" | "dark" */
export const theme = signal(kept("theme", "system"));
/** "ltr" | "rtl"; `?dir=rtl` in the address wins until the next load. */
export const direction = signal(document.documentElement.dir === "rtl" ? "rtl" : "ltr");

effect(() => {
  const page = document.documentElement;
  if (theme.value === "system") delete page.dataset.theme;
  else page.dataset.theme = theme.value;
  const dark = theme.value === "dark" || (theme.value === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#101817" : "#f4f6f5");
});

/** @param {string} wanted */
export function setTheme(wanted) {
  theme.value = wanted;
  keep("theme", wanted === "system" ? null : wanted);
}

effect(() => {
  document.documentElement.dir = direction.value;
});

/** @param {string} wanted */
export function setDirection(wanted) {
  direction.value = wanted;
  keep("dir", wanted === "rtl" ? "rtl" : null);
}
