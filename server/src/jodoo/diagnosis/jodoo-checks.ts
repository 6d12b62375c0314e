import { randomBytes } from 'node:crypto';
import { InlayError } from '@inlay/shared';
import { readDatabaseTime } from '../../database/now.ts';
import type { Database } from '../../database/open.ts';
import type { Outbound } from '../../http/outbound.ts';
import { createJodooClient } from '../client.ts';
import type { AuthInfo } from '../client.ts';
import type { JodooIntegration } from '../types.ts';
import type { Finding } from './types.ts';

/** What one call of `auth_info` told: the answer, and what time it is at Jodoo where that was said. */
export interface Probe {
  readonly answer: AuthInfo;
  readonly date: number | undefined;
  /** By our clock, in milliseconds. */
  readonly at: number;
}

/** Asks Jodoo about a code that cannot exist: whoever refuses the code has taken the secret. */
export async function probeJodoo(
  outbound: Outbound,
  { apiBase }: JodooIntegration,
  suiteSecret: string,
  clock: () => number,
): Promise<Probe> {
  let date: number | undefined;
  const client = createJodooClient({
    async request(request) {
      const answer = await outbound.request(request);
      date = answer.date;
      return answer;
    },
  });
  const code = `diagnosis-${randomBytes(16).toString('base64url')}`;
  const answer = await client.authInfo({ apiBase, suiteSecret, code });
  return { answer, date, at: clock() };
}

/** Whether Jodoo takes the Suite Secret. */
export function secretFinding({ apiBase }: JodooIntegration, { answer }: Probe): Finding {
  const name = 'secret';
  if (answer.kind === 'identity') {
    const remedy = 'Check apiBase: something else than Jodoo answers there.';
    return { name, outcome: 'unknown', reason: `${apiBase} takes a code that cannot exist`, remedy };
  }
  const { code, detail } = answer;
  if (code === 'jodoo_code_invalid') {
    const reason = `Jodoo takes it: of a made-up code it refuses the code alone (${detail})`;
    return { name, outcome: 'pass', reason };
  }
  if (code === 'jodoo_secret_invalid') {
    const remedy =
      'Copy the Suite Secret from Jodoo and write it as suiteSecret here: a reset there makes the one before invalid at once.';
    return { name, outcome: 'fail', reason: `Jodoo refuses the Suite Secret (${detail})`, remedy };
  }
  const remedy = 'Try again later. If it goes on, check apiBase and the way out of this server’s network.';
  return { name, outcome: 'unknown', reason: `Jodoo did not say (${detail})`, remedy };
}

/** Seconds by which clocks may differ: the header has whole seconds, and the answer took its time. */
const tolerance = 10;

/** Whether this server’s clock agrees with Jodoo's and the database's. */
export async function clockFinding(database: Database, { date, at }: Probe, clock: () => number): Promise<Finding> {
  const name = 'clock';
  const away = (time: number, now: number): number => Math.round(Math.abs(now - time) / 1000);
  const others = [
    { whose: 'the database’s', seconds: away(await readDatabaseTime(database), clock()) },
    ...(date === undefined ? [] : [{ whose: 'Jodoo’s', seconds: away(date, at) }]),
  ];
  const wrong = others.filter(({ seconds }) => seconds > tolerance);
  if (wrong.length > 0) {
    const reason = wrong.map(({ whose, seconds }) => `this clock is ${seconds} s away from ${whose}`).join(', ');
    const remedy = 'Set the clocks by NTP: what is good for seconds seems to have expired, or lives too long.';
    return { name, outcome: 'fail', reason, remedy };
  }
  if (date === undefined) return { name, outcome: 'pass', reason: 'agrees with the database’s; Jodoo told no time' };
  return { name, outcome: 'pass', reason: 'agrees with the database’s and Jodoo’s' };
}

/** Whether the authorization page is there; what it makes of the Suite ID, only a browser with a person in it sees. */
export async function authorizationFinding(
  outbound: Outbound,
  { authorizationUrl, suiteId }: JodooIntegration,
  redirectUri: string,
): Promise<Finding> {
  const name = 'authorization_page';
  const url = new URL(authorizationUrl);
  const parameters = { app_id: suiteId, state: 'diagnosis', redirect_uri: redirectUri };
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
  const where = `${url.origin}${url.pathname}`;
  const compare =
    'Compare authorizationUrl and suiteId with Jodoo’s guide and app; its Trusted Domains count here, too.';
  try {
    const { status } = await outbound.request({ method: 'GET', url: url.href, headers: { accept: 'text/html' } });
    if (status < 400) return { name, outcome: 'pass', reason: `${where} answers ${status}` };
    return { name, outcome: 'fail', reason: `${where} answers ${status}`, remedy: compare };
  } catch (error) {
    if (!(error instanceof InlayError)) throw error;
    return { name, outcome: 'unknown', reason: error.detail ?? 'no answer', remedy: compare };
  }
}
