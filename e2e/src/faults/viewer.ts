import { ask, codeOf } from './answer.ts';
import type { Attempt, Entry } from './ledger.ts';

/** Milliseconds after which a viewer's patience with one request is at its end. */
const patience = 8_000;

/** Looks at the link, as a browser does before it redeems. */
export async function peek(port: number, entry: Entry): Promise<Attempt> {
  const { token, path } = entry.link;
  const address = `/direct_link?${new URLSearchParams({ token, path }).toString()}`;
  const at = performance.now();
  const seen = await ask({ port, path: address, headers: { accept: 'text/html' }, patience });
  const outcome = seen.kind === 'answer' ? (seen.status === 200 ? 'admitted' : codeOf(seen)) : seen.kind;
  return noted(entry, { at, ms: seen.ms, port, action: 'peek', outcome, impatient: false, ...statusOf(seen) });
}

/** Redeems the link. A viewer of little patience goes away after `givesUpAfter` milliseconds. */
export async function redeem(port: number, entry: Entry, givesUpAfter?: number): Promise<Attempt> {
  const { token, path } = entry.link;
  const body = { token, path };
  const at = performance.now();
  const seen = await ask({
    port,
    method: 'POST',
    path: '/direct_link/redeem',
    body,
    patience: givesUpAfter ?? patience,
  });
  const isAdmitted = seen.kind === 'answer' && seen.status === 200;
  if (isAdmitted) {
    const answer = JSON.parse(seen.text) as { sessionToken: string; session: { id: string } };
    entry.admissions.push({ sessionToken: answer.sessionToken, sessionId: answer.session.id });
  }
  const outcome = isAdmitted ? 'admitted' : seen.kind === 'answer' ? codeOf(seen) : seen.kind;
  const impatient = givesUpAfter !== undefined && seen.kind === 'timeout';
  return noted(entry, { at, ms: seen.ms, port, action: 'redeem', outcome, impatient, ...statusOf(seen) });
}

/** Whether the session of this token answers. */
export async function isAlive(port: number, sessionToken: string): Promise<boolean> {
  const seen = await ask({ port, path: '/embed/v1/session', headers: { authorization: `Bearer ${sessionToken}` } });
  return seen.kind === 'answer' && seen.status === 200;
}

function noted(entry: Entry, attempt: Attempt): Attempt {
  entry.attempts.push(attempt);
  return attempt;
}

function statusOf(seen: Awaited<ReturnType<typeof ask>>): Pick<Attempt, 'status' | 'retryAfter'> {
  if (seen.kind !== 'answer') return { status: undefined, retryAfter: undefined };
  const retryAfter = seen.headers['retry-after'];
  return { status: seen.status, retryAfter: retryAfter === undefined ? undefined : Number(retryAfter) };
}
