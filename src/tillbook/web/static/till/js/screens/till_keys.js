/** Shortcuts of a dialog: stands inside it, so that they are those of its layer. */
import { useKeys } from "../keys.js";

/** @param {{ keys: import("../keys.js").Key[] }} props */
export function DialogKeys({ keys }) {
  useKeys(keys);
  return null;
}
