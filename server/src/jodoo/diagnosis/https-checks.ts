import { inspectCertificate } from './certificate.ts';
import type { Connect } from './certificate.ts';
import { isLocal } from './settings-checks.ts';
import type { Finding } from './types.ts';

/** Milliseconds before the end of a certificate from which that is worth a word. */
const soon = 14 * 24 * 60 * 60_000;

/** Whether an address is served over HTTPS with a certificate that browsers take, by a handshake. */
export async function httpsFinding(
  name: 'https' | 'application_https',
  origin: string,
  connect: Connect,
  now: number,
): Promise<Finding> {
  const setting = name === 'https' ? 'INLAY_PUBLIC_URL' : 'applicationUrl';
  if (new URL(origin).protocol !== 'https:') {
    const remedy = `Serve ${setting} over HTTPS, with a certificate that browsers take.`;
    if (!isLocal(origin)) return { name, outcome: 'fail', reason: `${origin} is not https`, remedy };
    return { name, outcome: 'unknown', reason: `${origin} is on this machine, and not https`, remedy };
  }
  const verdict = await inspectCertificate(origin, connect);
  if (verdict.kind === 'refused') {
    const remedy = 'Put in place a valid certificate with its whole chain.';
    return { name, outcome: 'fail', reason: `${origin}: ${verdict.reason}`, remedy };
  }
  if (verdict.kind === 'unreachable') {
    const remedy = 'Open it in a browser: this server may be unable to reach an address that people do reach.';
    return { name, outcome: 'unknown', reason: `${origin}: ${verdict.reason}`, remedy };
  }
  const day = new Date(verdict.until).toISOString().slice(0, 10);
  const reason = `${origin} has a valid certificate, until ${day}`;
  return { name, outcome: 'pass', reason, ...(verdict.until - now < soon ? { remedy: 'Renew it now.' } : {}) };
}
