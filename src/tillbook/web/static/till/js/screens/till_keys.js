/** Shortcuts and scans of a dialog: they stand inside it, so that they are those of its layer. */
import { useKeys } from "../keys.js";
import { useScan } from "../scan.js";

/** @param {{ keys: import("../keys.js").Key[] }} props */
export function DialogKeys({ keys }) {
  useKeys(keys);
  return null;
}

/** @param {{ onScan: (code: string) => void }} props */
export function DialogScans({ onScan }) {
  useScan(onScan);
  return null;
}
