/** What this browser keeps for itself; a browser that forbids it just forgets. */

/** @param {string} name @param {string} otherwise @returns {string} */
export function kept(name, otherwise = "") {
  try {
    return localStorage.getItem(`tillbook.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} name @param {string | null} value null forgets it */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(`tillbook.${name}`);
    else localStorage.setItem(`tillbook.${name}`, value);
  } catch {
    // Private windows may refuse: the choice then lasts as long as the page.
  }
}
