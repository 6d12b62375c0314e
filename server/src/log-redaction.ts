/** Names whose values never reach a log, should an object that holds them ever be logged. */
const secretNames = new Set([
  'token',
  'sessionToken',
  'authorization',
  'cookie',
  'apiKey',
  'password',
  'secret',
  'accessToken',
  'refreshToken',
  'idToken',
  'clientSecret',
  'credentials',
]);
/** Levels of nesting that are looked through. */
const depthMax = 3;

/** The fields of a line with the values of secret names replaced; the very same object where there are none. */
export function redact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactObject(fields, 1);
}

function redactObject(object: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  let changed: Record<string, unknown> | undefined;
  for (const name in object) {
    const value = object[name];
    const shown = secretNames.has(name) ? '[redacted]' : redactValue(value, depth + 1);
    if (shown === value) continue;
    changed ??= { ...object };
    changed[name] = shown;
  }
  return changed ?? object;
}

/** An error is described by its own serializer, which keeps no property that could be a secret. */
function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > depthMax || value instanceof Error) return value;
  if (!Array.isArray(value)) return redactObject(value as Record<string, unknown>, depth);
  const shown = value.map((item: unknown) => redactValue(item, depth + 1));
  return shown.some((item, index) => item !== value[index]) ? shown : value;
}
