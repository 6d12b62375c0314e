/** What a browser would make of a page in a frame. */
export interface FramingVerdict {
  readonly isAllowed: boolean;
  readonly reason: string;
}

/**
 * Judges whether a browser would show a page in a frame of `parent`, from the page's own headers. `frame-ancestors` of
 * every enforced policy must match; where there is one, `X-Frame-Options` counts for nothing (CSP3 §6.4.2), else each of
 * its values counts (HTML, "check a navigation response's adherence to X-Frame-Options").
 */
export function judgeFraming(headers: Headers, page: string, parent: string): FramingVerdict {
  const { protocol } = new URL(page);
  // Mixed content: a secure page loads no frame over http, but from the machine itself.
  if (new URL(parent).protocol === 'https:' && protocol === 'http:' && !isPotentiallyTrustworthy(page)) {
    return { isAllowed: false, reason: `a page over https frames none over http` };
  }
  const lists = ancestorLists(headers.get('content-security-policy') ?? '');
  for (const sources of lists) {
    if (!matches(sources, page, parent)) {
      return { isAllowed: false, reason: `frame-ancestors ${sources.join(' ') || "'none'"} does not name ${parent}` };
    }
  }
  if (lists.length > 0) return { isAllowed: true, reason: `frame-ancestors names ${parent}` };
  const options = (headers.get('x-frame-options') ?? '')
    .split(',')
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== '');
  const known = new Set(options.filter((value) => ['deny', 'sameorigin', 'allowall'].includes(value)));
  if (known.size > 1 || known.has('deny'))
    return { isAllowed: false, reason: `X-Frame-Options: ${options.join(', ')}` };
  if (known.has('sameorigin') && new URL(page).origin !== parent) {
    return { isAllowed: false, reason: 'X-Frame-Options: SAMEORIGIN' };
  }
  return { isAllowed: true, reason: 'no header speaks of frames' };
}

/** The sources of each policy's `frame-ancestors`; within a policy, the first such directive counts (CSP3 §2.2.1). */
function ancestorLists(header: string): (readonly string[])[] {
  return header.split(',').flatMap((policy) => {
    const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
    const found = directives.find(([name = '']) => name.toLowerCase() === 'frame-ancestors');
    return found === undefined ? [] : [found.slice(1)];
  });
}

function matches(sources: readonly string[], page: string, parent: string): boolean {
  return sources.some((source) => {
    const lower = source.toLowerCase();
    if (lower === "'none'") return false;
    if (lower === "'self'") return new URL(page).origin === parent;
    return matchesSource(lower, page, new URL(parent));
  });
}

/** A source: `*`, a scheme, or a host with scheme, wildcard and port as it likes (CSP3 §6.7.2.8). A path never matches an origin's. */
function matchesSource(source: string, page: string, parent: URL): boolean {
  if (source === '*') return /^https?:$/.test(parent.protocol) || parent.protocol === new URL(page).protocol;
  const scheme = /^([a-z][a-z0-9+.-]*:)$/.exec(source)?.[1];
  if (scheme !== undefined) return schemeMatches(scheme, parent.protocol);
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d+|\*))?(\/.*)?$/.exec(
    source,
  );
  if (parts === null) return false;
  const [, named, host = '', port] = parts;
  const asked = named === undefined ? new URL(page).protocol : `${named}:`;
  return (
    schemeMatches(asked, parent.protocol) && hostMatches(host, parent.hostname) && portMatches(port, asked, parent)
  );
}

/** `http` covers `https`, too (CSP3 §6.7.2.9). */
function schemeMatches(asked: string, given: string): boolean {
  return asked === given || (asked === 'http:' && given === 'https:');
}

/** A wildcard covers subdomains, and not the domain itself (CSP3 §6.7.2.10). */
function hostMatches(asked: string, given: string): boolean {
  if (asked === '*') return true;
  return asked.startsWith('*.') ? given.endsWith(asked.slice(1)) : asked === given;
}

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** No port is the scheme's own; `80` covers `443` where the scheme was raised (CSP3 §6.7.2.11). */
function portMatches(asked: string | undefined, scheme: string, { protocol, port }: URL): boolean {
  const given = port === '' ? defaultPorts[protocol] : port;
  if (asked === '*') return true;
  if (asked === undefined) return given === defaultPorts[protocol];
  return asked === given || (asked === '80' && given === '443' && schemeMatches(scheme, protocol));
}

function isPotentiallyTrustworthy(address: string): boolean {
  const { hostname } = new URL(address);
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || hostname.startsWith('127.')
  );
}
