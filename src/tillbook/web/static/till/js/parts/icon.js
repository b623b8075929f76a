/** Line icons, 24 × 24, in the colour of the text. They say nothing to a screen reader: the button's label does. */
import { html } from "../ui.js";

/** @type {Record<string, string>} */
const PATHS = {
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14m5 12 4 4",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "M5 13l4 4L19 7",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  user: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4 20c1-4 4-5 8-5s7 1 8 5",
  users: "M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7M2.500 19c.8-3.500 3.200-4.500 6.500-4.500s5.700 1 6.500 4.500M16 5.300a3.500 3.500 0 0 1 0 6.400M18 14.800c2 .6 3 2 3.500 4.200",
  out: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  cart: "M3 4h2.500l2.300 11h10.400L20 7.500H6.500M9 19.500h.01M17 19.500h.01",
  carts: "M8 4h12v12M4 8h12v12H4z",
  pause: "M8 5v14M16 5v14",
  bill: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  "return": "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  day: "M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M5 19l1.400-1.400M17.600 6.400 19 5",
  cash: "M3 7h18v10H3zM12 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4M6 10v.01M18 14v.01",
  card: "M3 6h18v12H3zM3 10h18M7 15h3",
  code: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v6h-6M18 18v.01",
  gift: "M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7c-5 0-5-4-2.500-4S12 7 12 7s0-4 2.500-4S17 7 12 7",
  tag: "M4 4h8l8 8-8 8-8-8zM8.500 8.500v.01",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M9 9h6",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  mail: "M3 6h18v12H3zM3 7l9 7 9-7",
  phone: "M7 3h10v18H7zM11 18h2",
  star: "M12 4l2.500 5.200 5.500.7-4 4 1 5.600-5-2.700-5 2.700 1-5.600-4-4 5.500-.7z",
  clock: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 8v4.500l3 2",
  grid: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  offline: "M2 8.500c2-1.600 4-2.700 6.300-3.200M22 8.500A15 15 0 0 0 12.500 5M5.500 12.500c1.300-1.100 2.500-1.800 4-2.200M18.500 12.500a10 10 0 0 0-2.500-1.600M9 16.200a5 5 0 0 1 6 0M12 20v.01M4 3l16 18",
  warning: "M12 4 2.500 20h19zM12 10v4M12 17v.01",
  info: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 11v5M12 8v.01",
  help: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M9.700 10a2.300 2.300 0 1 1 3.300 2c-.7.4-1 .8-1 1.500M12 16v.01",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
  language: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16",
  theme: "M12 4a8 8 0 1 1 0 16zM12 4a8 8 0 1 0 0 16",
  delivery: "M3 6h11v10H3zM14 10h4l3 3v3h-7M7 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4M17 16a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
  erase: "M9 6h11v12H9l-6-6zM12 9.500l5 5M17 9.500l-5 5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  keyboard: "M3 7h18v10H3zM7 10.500v.01M11 10.500v.01M15 10.500v.01M8 14h8",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 9v6M11 9v6M13.500 9v6M16 9v6",
  shop: "M4 10v10h16V10M3 10l2-6h14l2 6M10 20v-5h4v5",
};

/** Whether an icon points somewhere and must turn round where one reads from right to left. */
const POINTS = new Set(["back", "next", "return", "out", "erase", "delivery", "cart"]);

/** @param {{ name: string, size?: number }} props */
export function Icon({ name, size = 24 }) {
  return html`<svg class=${`icon${POINTS.has(name) ? " icon-points" : ""}`} viewBox="0 0 24 24" width=${size} height=${size}
    fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
    focusable="false"><path d=${PATHS[name] ?? PATHS.info} /></svg>`;
}
