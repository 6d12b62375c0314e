/** One `{name}` part of a template. */
const part = /\{([a-z][A-Za-z0-9]*)\}/g;

/** Names of the parts of `template`, in their order. */
export function partsOf(template: string): string[] {
  return [...template.matchAll(part)].map(([, name = '']) => name);
}

/** Puts values into the parts of `template`. Throws a TypeError for a part without a value. */
export function fill(template: string, values: ReadonlyMap<string, string>, encode = (value: string) => value): string {
  return template.replace(part, (_match, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new TypeError(`the template has no value for {${name}}`);
    return encode(value);
  });
}

/** A template of an address: scheme, the host (whose first label may be a part), and the path with its query. */
export interface AddressTemplate {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

/** A whole address that one field holds. */
const whole = /^\{[a-z][A-Za-z0-9]*\}$/;
const address =
  /^(https?):\/\/((?:\{[a-z][A-Za-z0-9]*\}(?=\.[a-z0-9-]+\.[a-z0-9.-]+)|[a-z0-9-]+)(?:\.[a-z0-9-]+)*)(:\d{1,5})?(\/[!-~]*)?$/;

/** Whether the template is one field that holds the whole address. */
export function isWholeAddress(template: string): boolean {
  return whole.test(template);
}

/** Takes an address template apart; `undefined` where it is none, such as one with a part anywhere else in its host. */
export function parseAddressTemplate(template: string): AddressTemplate | undefined {
  const match = address.exec(template);
  if (match === null) return undefined;
  const [, scheme = '', host = '', port = '', path = '/'] = match;
  return { scheme, host, port, path };
}

/** Whether a value would leave its place in a path (RFC 3986 §5.2.4). */
export function isDotSegment(value: string): boolean {
  return value === '.' || value === '..';
}

function encodeSegment(value: string): string {
  if (isDotSegment(value)) throw new TypeError('the address would have another path than its template');
  return encodeURIComponent(value);
}

/**
 * Fills an address template. The host that comes out is compared with the one that was meant: a value cannot change it.
 * Throws a TypeError where it does, and where a part has no value.
 */
export function fillAddress(template: string, values: ReadonlyMap<string, string>): string {
  if (isWholeAddress(template)) return fill(template, values);
  const parsed = parseAddressTemplate(template);
  if (parsed === undefined) throw new TypeError('the address is no template');
  const host = fill(parsed.host, values).toLowerCase();
  const path = fill(parsed.path, values, encodeSegment);
  const url = new URL(`${parsed.scheme}://${host}${parsed.port}${path}`);
  if (url.hostname !== host) throw new TypeError('the address has another host than its template');
  // An issuer is compared as plain text: a slash that its entry does not have would make it another one.
  return template.endsWith(parsed.path) ? url.href : url.origin;
}
