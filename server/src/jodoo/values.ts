/** Most values, and most characters of a name and of a value; what is beyond is left out. */
const valuesMax = 20;
const nameMaxLength = 64;
const valueMaxLength = 500;
/** Parameters that are ours, and those that might be somebody's way in. */
const notShown = new Set(['path', 'locale', 'theme', 'code', 'state', 'token', 'ticket', '__proto__']);

/**
 * The values that a form or dashboard put into the address. Anybody can put anything there: they are shown as what they
 * are, texts from outside, and nothing is ever decided by them.
 */
export function readValues(query: URLSearchParams): Readonly<Record<string, string>> | undefined {
  const values = [...query]
    .filter(([name]) => name !== '' && name.length <= nameMaxLength && !notShown.has(name))
    .slice(0, valuesMax)
    .map(([name, value]): [string, string] => [name, value.slice(0, valueMaxLength).toWellFormed()]);
  return values.length === 0 ? undefined : Object.fromEntries(values);
}
