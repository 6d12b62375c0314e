import { isLoopbackHost } from '@inlay/shared';
import type { JodooIntegrationRow } from '../../database/schema.ts';
import { parseTrustedDomains } from '../trusted-domains.ts';
import type { Finding } from './types.ts';

/** What can be told from the settings alone: whether the app is enabled, and the two checks of trusted domains. */
export function settingsFindings(row: JodooIntegrationRow, publicOrigin: string): readonly Finding[] {
  return [enabled(row), domains(row), middleware(row, publicOrigin)];
}

function enabled({ enabled }: JodooIntegrationRow): Finding {
  const name = 'app_enabled';
  if (enabled === 1)
    return { name, outcome: 'pass', reason: 'it is enabled here; Jodoo’s own switch is on the app’s card' };
  const remedy = 'Set enabled to true, here and on the app’s card in Jodoo’s Product Center.';
  return { name, outcome: 'fail', reason: 'it is disabled here', remedy };
}

function domains({ trusted_domains: text }: JodooIntegrationRow): Finding {
  const name = 'trusted_domains';
  const list = parseTrustedDomains(text);
  if (!list.ok)
    return { name, outcome: 'fail', reason: list.message, remedy: writeList(list.suggestion ?? 'bare hosts') };
  const reason = `${text} is written as Jodoo wants it; the same must stand there`;
  return { name, outcome: 'pass', reason };
}

/** Inlay is the middleware of which the FAQ speaks: its host is the one that gets the code. */
function middleware({ trusted_domains: text }: JodooIntegrationRow, publicOrigin: string): Finding {
  const name = 'middleware_host';
  const host = new URL(publicOrigin).hostname;
  const listed = text.split(',');
  if (listed.includes(host)) return { name, outcome: 'pass', reason: `${host} is one of the trusted domains` };
  const relative = listed.find((domain) => domain.endsWith(`.${host}`) || host.endsWith(`.${domain}`));
  const why = relative === undefined ? '' : `: ${relative} does not cover it, since no domain covers its subdomains`;
  const reason = `${host}, which gets the codes, is not one of the trusted domains${why}`;
  const whole = parseTrustedDomains(`${text},${host}`);
  return { name, outcome: 'fail', reason, remedy: writeList(whole.ok ? whole.domains.join(',') : host) };
}

function writeList(list: string): string {
  return `Write ${list} in Jodoo under Trusted Domains, and in trustedDomains here.`;
}

/** Whether an address is one that only this machine can open. */
export function isLocal(address: string): boolean {
  return isLoopbackHost(new URL(address).hostname);
}
