import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JodooAttempt, JodooAttemptRequest, RedeemAnswer } from '@inlay/shared/embed-api';
import { ApiError, localFault } from '../../../src/app/api/api-error.ts';
import type { Popup } from '../../../src/app/authorization/popup.ts';
import { SignIn } from '../../../src/app/jodoo/sign-in.ts';

const page = '/embedded/connections';
const session = { sessionToken: 'token', session: { id: 'ses_1' }, expiresIn: 1800 } as unknown as RedeemAnswer;
const foreign = { ...session };
type Answer = RedeemAnswer | ApiError | 'pending' | 'opened';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start() {
  const requests: JodooAttemptRequest[] = [];
  const collected: string[] = [];
  const visits: string[] = [];
  const taken: RedeemAnswer[] = [];
  const failures: ApiError[] = [];
  let answer: Answer = 'pending';
  const pending = (status: string) => ({ id: '', status, silent: null, expiresAt: '' }) as unknown as JodooAttempt;
  const signIn = new SignIn('/jodoo/jod_1', () => page, {
    register: (request) => {
      requests.push(request);
      return Promise.resolve(pending('pending'));
    },
    collect: (id, verifier) => {
      collected.push(`${id} ${verifier}`);
      if (answer instanceof ApiError) return Promise.reject(answer);
      return Promise.resolve(typeof answer === 'string' ? pending(answer) : answer);
    },
    visit: (path) => {
      visits.push(path);
      return Promise.resolve();
    },
    take: (given) => {
      if (given === foreign) throw new ApiError({ code: 'origin_not_allowed', retryable: false });
      taken.push(given);
    },
    failed: (error) => void failures.push(error),
  });
  return {
    signIn,
    requests,
    collected,
    visits,
    taken,
    failures,
    says: (next: Answer) => void (answer = next),
  };
}

function popupOf() {
  const popup = { closed: false, close: vi.fn<() => void>(), focus: vi.fn<() => void>() };
  return popup as typeof popup & Popup;
}

/** Prepares an attempt and opens its window. */
async function opened(popup: Popup | null = popupOf()) {
  const started = start();
  await started.signIn.prepare();
  started.signIn.reopened(popup ?? undefined);
  return started;
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

describe('an attempt', () => {
  it('A62: is known to the server by the hash of a secret that no address holds', async () => {
    const { signIn, requests, visits, collected } = start();
    await signIn.prepare();
    await signIn.silently();
    const [{ id, challenge, path } = { id: '', challenge: '', path: '' }] = requests;
    const [verifier = ''] = collected[0]?.split(' ').slice(1) ?? [];
    expect(id).toMatch(/^[\w-]{43}$/);
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(verifier).not.toBe(id);
    expect(challenge).toBe(createHash('sha256').update(verifier).digest('base64url'));
    expect(path).toBe(page);
    expect(visits).toEqual([`/jodoo/jod_1/login?attempt=${id}&silent=1`]);
    expect(signIn.path).toBe(`/jodoo/jod_1/login?attempt=${id}`);
    expect(signIn.address).toBe('/jodoo/jod_1/login?path=%2Fembedded%2Fconnections');
  });

  it('ends in a session with nobody’s help where the person is signed in', async () => {
    const { signIn, says, taken } = start();
    await signIn.prepare();
    says(session);
    expect(await signIn.silently()).toBe(true);
    expect(taken).toEqual([session]);
    expect(signIn.ready).toBe(false);
  });

  it.each<Answer>(['pending', localFault('unreachable')])('is left to a click after %s', async (answer) => {
    const { signIn, says, taken, failures } = start();
    await signIn.prepare();
    says(answer);
    expect(await signIn.silently()).toBe(false);
    expect(signIn.ready).toBe(true);
    expect(signIn.phase).toBe('failed');
    expect([taken, failures]).toEqual([[], []]);
  });

  it('is made anew before the server forgets it', async () => {
    const { signIn, requests } = start();
    await signIn.prepare();
    await seconds(9 * 60);
    await vi.waitFor(() => expect(signIn.ready && requests).toHaveLength(2));
    expect(requests[1]?.id).not.toBe(requests[0]?.id);
    expect(signIn.ready).toBe(true);
  });
});

describe('a window', () => {
  it('ends in a session', async () => {
    const { signIn, says, taken } = await opened();
    expect(signIn.phase).toBe('opening');
    says('opened');
    await seconds(4);
    expect(signIn.phase).toBe('elsewhere');
    says(session);
    await seconds(4);
    expect(taken).toEqual([session]);
    expect(signIn.phase).toBe('failed');
  });

  it('is asked about as soon as it has closed itself', async () => {
    const popup = popupOf();
    const { says, taken } = await opened(popup);
    says(session);
    popup.closed = true;
    await seconds(0.3);
    expect(taken).toEqual([session]);
  });

  it('that is closed leaves a way to go on', async () => {
    const popup = popupOf();
    const { signIn, failures, taken, says } = await opened(popup);
    await seconds(1);
    popup.closed = true;
    await seconds(5);
    expect(failures[0]).toMatchObject({ code: 'popup_closed', local: 'closed' });
    expect(signIn.phase).toBe('failed');
    expect(signIn.ready).toBe(true);
    signIn.reopened(popupOf());
    expect(signIn.phase).toBe('opening');
    says(session);
    await seconds(4);
    expect(taken).toHaveLength(1);
  });

  it('that Jodoo’s pages hide is waited for', async () => {
    const popup = popupOf();
    const { signIn, says, failures, taken } = await opened(popup);
    says('opened');
    popup.closed = true;
    await seconds(30);
    expect(failures).toEqual([]);
    expect(signIn.phase).toBe('elsewhere');
    says(session);
    await seconds(4);
    expect(taken).toHaveLength(1);
  });

  it('that never appeared is said to be blocked', async () => {
    const { signIn, taken, says } = await opened(null);
    await seconds(3);
    expect(signIn.phase).toBe('blocked');
    signIn.reopened(popupOf());
    says(session);
    await seconds(4);
    expect(taken).toHaveLength(1);
  });

  it('that ends in a refusal tells it, and the next click has an attempt of its own', async () => {
    const { signIn, says, failures, requests } = await opened();
    says(new ApiError({ code: 'jodoo_member_unmapped', title: 'Not linked', action: 'Ask.', retryable: false }));
    await seconds(4);
    expect(failures).toMatchObject([{ code: 'jodoo_member_unmapped', title: 'Not linked' }]);
    await vi.waitFor(() => expect(signIn.ready && requests).toHaveLength(2));
    expect(signIn.phase).toBe('failed');
    expect(signIn.ready).toBe(true);
    expect(signIn.path).toContain(requests[1]?.id);
  });

  it.each(['rate_limited', 'service_unavailable'])('is followed on after %s', async (code) => {
    const { says, failures, taken } = await opened();
    says(new ApiError({ code, retryable: true }));
    await seconds(4);
    expect(failures).toEqual([]);
    says(session);
    await seconds(4);
    expect(taken).toHaveLength(1);
  });

  it('that ends in a session for other origins than the page’s is refused', async () => {
    const { says, failures, taken } = await opened();
    says(foreign);
    await seconds(4);
    expect(failures).toMatchObject([{ code: 'origin_not_allowed' }]);
    expect(taken).toEqual([]);
  });

  it('is given up by the person', async () => {
    const popup = popupOf();
    const { signIn, failures } = await opened(popup);
    signIn.cancel();
    await seconds(0);
    expect(popup.close).toHaveBeenCalledOnce();
    expect(failures).toMatchObject([{ code: 'popup_closed' }]);
    expect(signIn.phase).toBe('failed');
    expect(signIn.ready).toBe(true);
  });
});
