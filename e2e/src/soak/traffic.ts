import { setTimeout as delay } from 'node:timers/promises';
import { ask, codeOf } from '../faults/answer.ts';
import type { Deployment } from '../faults/deployment.ts';
import { Ledger } from '../faults/ledger.ts';
import type { Link } from '../faults/partner.ts';
import { peek, redeem } from '../faults/viewer.ts';

/** Steady traffic of every kind, and what was not as it should be. */
export interface Traffic {
  /** Answers that were not the expected ones, by what they were. */
  readonly surprises: ReadonlyMap<string, number>;
  /** Sessions opened, and requests made. */
  readonly counts: { readonly sessions: number; readonly requests: number };
  stop(): Promise<void>;
}

/** Visitors and calls of the partner API a second. */
export interface TrafficOptions {
  readonly visitors?: number;
  readonly calls?: number;
}

/**
 * Starts it: visitors who look, redeem, try again, read their connections, follow the event stream for some seconds and
 * leave, half of them by ending the session; and a partner's backend that lists, changes, mints and revokes.
 */
export function startTraffic(deployment: Deployment, { visitors = 10, calls = 3 }: TrafficOptions = {}): Traffic {
  const { instances, partner } = deployment;
  const surprises = new Map<string, number>();
  const counts = { sessions: 0, requests: 0 };
  const under = new Set<Promise<void>>();
  let turn = 0;

  const anyPort = (): number => instances[(turn += 1) % instances.length]?.port ?? 0;

  function expected(what: string, outcome: string, wanted: string): void {
    counts.requests += 1;
    if (outcome !== wanted) surprises.set(`${what}: ${outcome}`, (surprises.get(`${what}: ${outcome}`) ?? 0) + 1);
  }

  async function request(token: string, method: string, path: string): Promise<void> {
    const headers = { authorization: `Bearer ${token}` };
    const seen = await ask({ port: anyPort(), method, path: `/embed/v1${path}`, headers });
    const isGood = seen.kind === 'answer' && seen.status < 300;
    expected(`${method} ${path}`, isGood ? 'good' : seen.kind === 'answer' ? codeOf(seen) : seen.kind, 'good');
  }

  /** Follows the event stream for so many milliseconds; the reader goes, not the server. */
  async function follow(token: string, ms: number): Promise<void> {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    const seen = await ask({ port: anyPort(), path: '/embed/v1/events', headers, patience: ms });
    expected('GET /events', seen.kind === 'answer' ? codeOf(seen) : seen.kind, 'timeout');
  }

  async function visit(link: Link, kind: number): Promise<void> {
    const entry = new Ledger().issue(link);
    expected('peek', (await peek(anyPort(), entry)).outcome, 'admitted');
    expected('redeem', (await redeem(anyPort(), entry)).outcome, 'admitted');
    if (kind % 3 === 0) expected('redeem again', (await redeem(anyPort(), entry)).outcome, 'jti_reused');
    const token = entry.admissions[0]?.sessionToken;
    if (token === undefined) return;
    counts.sessions += 1;
    await request(token, 'GET', '/providers');
    await request(token, 'GET', '/connections');
    await follow(token, 1_000 + (kind % 10) * 500);
    await request(token, 'GET', '/session');
    if (kind % 2 === 0) await request(token, 'DELETE', '/session');
  }

  async function callApi(kind: number): Promise<void> {
    const customer = `/customers/${partner.customerId}`;
    const made = (work: Promise<unknown>): Promise<void> =>
      work.then(
        () => expected('API', 'good', 'good'),
        (error: unknown) => expected('API', String(error).slice(0, 120), 'good'),
      );
    if (kind % 5 === 0) await made(partner.api(anyPort(), 'PATCH', customer, { name: `Load ${kind}` }));
    else if (kind % 5 === 1) await made(partner.api(anyPort(), 'GET', '/audit-events?limit=20'));
    else if (kind % 5 === 2) await made(partner.api(anyPort(), 'GET', '/sessions?limit=20'));
    else if (kind % 5 === 3) await made(partner.api(anyPort(), 'GET', customer));
    else {
      const body = { customer: partner.customerId, path: '/embedded/connections' };
      const work = partner.api<{ token: string; jti: string }>(anyPort(), 'POST', '/direct-links', body);
      await made(work);
      const minted = await work.catch(() => undefined);
      if (minted !== undefined) await visit({ ...minted, iat: 0, path: body.path }, kind);
    }
  }

  function every(perSecond: number, act: (kind: number) => Promise<void>): NodeJS.Timeout {
    const startedAt = performance.now();
    let done = 0;
    return setInterval(() => {
      for (; done < ((performance.now() - startedAt) / 1_000) * perSecond; done += 1) {
        const work = act(done).finally(() => under.delete(work));
        under.add(work);
      }
    }, 20);
  }

  // All to one page: pages of their own would fill the memory of pages up to its bound.
  const link = (): Link => ({ ...partner.link(), path: '/embedded/connections' });
  const timers = [every(visitors, (kind) => visit(link(), kind)), every(calls, callApi)];
  return {
    surprises,
    counts,
    async stop() {
      timers.forEach((timer) => clearInterval(timer));
      while (under.size > 0) await Promise.all(under);
      await delay(500);
    },
  };
}
