/**
 * Reads what the person chose earlier; `undefined` where nothing is kept, or may be.
 * @param {'theme' | 'locale' | 'customer'} name
 */
export function readSetting(name) {
  try {
    return localStorage.getItem(`tidewater.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps a choice for the next page.
 * @param {'theme' | 'locale' | 'customer'} name
 * @param {string} value
 */
export function keepSetting(name, value) {
  try {
    localStorage.setItem(`tidewater.${name}`, value);
  } catch {
    // Storage may be refused: the choice then holds for this page.
  }
}
