/** Quantities are added exactly: as whole thousandths, never as floats. Money is not; that is the server's. */

/** @param {string} text "1.5" @returns {bigint} */
function milli(text) {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(`${whole || "0"}${fraction.padEnd(3, "0").slice(0, 3)}`);
}

/** @param {bigint} thousandths @returns {string} */
function written(thousandths) {
  const digits = String(thousandths).padStart(4, "0");
  const fraction = digits.slice(-3).replace(/0+$/, "");
  return digits.slice(0, -3) + (fraction ? `.${fraction}` : "");
}

/** @param {string} one @param {string} other */
export function plus(one, other) {
  return written(milli(one) + milli(other));
}

/** One less, or null where nothing would be left. @param {string} from */
export function oneLess(from) {
  const left = milli(from) - 1000n;
  return left > 0n ? written(left) : null;
}

/** @param {string} text */
export function isNothing(text) {
  return milli(text) === 0n;
}

/** @param {string} one @param {string} other */
export function sameQuantity(one, other) {
  return milli(one) === milli(other);
}

/** Whether a product is sold by pieces, so that two of it are one line. @param {string} unit */
export function byPiece(unit) {
  return ["", "piece", "pieces", "pc", "pcs"].includes(unit);
}
