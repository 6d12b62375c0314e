import { isIPv4 } from 'node:net';

/** What came of reading a list of trusted domains: the hosts, or what is wrong and the list that was meant. */
export type TrustedDomainsResult =
  | { readonly ok: true; readonly domains: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly suggestion?: string };

/** Most characters of the list, and of one host in it (RFC 1035 §2.3.4). */
const maxLength = 2_000;
const hostMaxLength = 253;
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const host = new RegExp(`^${label}(?:\\.${label})*$`);
const numericEnd = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/;

/**
 * Reads a list of trusted domains just as Jodoo's own field wants it: bare hosts with commas between them and no blanks,
 * without protocol, port or path. Nothing is mended silently: Jodoo would compare what is typed there, so what was meant
 * comes back as `suggestion`, for a person to copy to both places.
 */
export function parseTrustedDomains(text: string): TrustedDomainsResult {
  if (text.length > maxLength) return { ok: false, message: `is longer than ${maxLength} characters` };
  const domains = text.split(',');
  const faults = domains.flatMap((domain, index) => {
    const fault = faultOf(domain) ?? (domains.indexOf(domain) === index ? undefined : 'stands twice');
    return fault === undefined ? [] : [`${JSON.stringify(domain)} ${fault}`];
  });
  if (faults.length === 0) return { ok: true, domains };
  const suggestion = suggest(text);
  const hint = suggestion === undefined ? '' : `; write ${suggestion}`;
  return {
    ok: false,
    message: `${faults.join('; ')}${hint}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** Whether the host of `origin` is on the list: compared as a whole, subdomains not included. */
export function isTrusted(domains: readonly string[], origin: string): boolean {
  return domains.includes(new URL(origin).hostname);
}

function faultOf(domain: string): string | undefined {
  if (domain === '') return 'is empty';
  if (domain !== domain.trim() || /\s/.test(domain)) return 'holds a blank';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(domain)) return 'holds a protocol';
  if (domain.includes('*')) return 'holds a wildcard: subdomains are listed one by one';
  if (/[/?#]/.test(domain)) return 'holds a path';
  if (/:\d*$/.test(domain)) return 'holds a port';
  if (domain !== domain.toLowerCase()) return 'is not in lower case';
  const isName = domain.length <= hostMaxLength && host.test(domain) && !numericEnd.test(domain);
  return isName || isIPv4(domain) ? undefined : 'is no host';
}

/** The list that was evidently meant, if each of its parts names a host. */
function suggest(text: string): string | undefined {
  const parts = text.split(/[\s,;，；、]+/u).filter((part) => part !== '');
  const hosts = parts.map(hostOf);
  if (hosts.length === 0 || hosts.includes(undefined)) return undefined;
  return [...new Set(hosts)].join(',');
}

function hostOf(part: string): string | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(part) ? part : `https://${part}`;
  if (!URL.canParse(address)) return undefined;
  const name = new URL(address).hostname.replace(/\.$/, '');
  return faultOf(name) === undefined ? name : undefined;
}
