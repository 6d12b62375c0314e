import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbedSession, RedeemAnswer } from '@inlay/shared/embed-api';
import { ApiError, localFault } from '../../../src/app/api/api-error.ts';
import { Session } from '../../../src/app/session/session.ts';

const origins = ['https://partner.example'];
const expired = () => new ApiError({ code: 'session_expired', retryable: true });

function answer(number: number, change: Partial<EmbedSession> = {}): RedeemAnswer {
  return {
    sessionToken: `token-${number}`,
    expiresIn: 1800,
    session: {
      id: `ses_0000000${number}`,
      customer: { id: 'cus_00000001', name: 'Acme' },
      member: null,
      path: '/embedded/connections',
      origin: 'https://partner.example',
      origins,
      ...change,
    },
  };
}

function start({ host = true } = {}) {
  const log: string[] = [];
  const answers: (RedeemAnswer | Error)[] = [];
  const session = new Session(
    {
      redeem: (token) => {
        log.push(`redeem ${token}`);
        const next = answers.shift();
        return next instanceof Error || next === undefined
          ? Promise.reject(next ?? new Error('no answer'))
          : Promise.resolve(next);
      },
      release: (token) => void log.push(`release ${token}`),
      requestRenewal: (reason) => {
        log.push(`ask ${reason}`);
        return host;
      },
      opened: ({ id }, fresh) => void log.push(`opened ${id}${fresh ? ' fresh' : ''}`),
      ended: (reason) => void log.push(`ended ${reason}`),
    },
    origins,
  );
  return { session, log, answers };
}

async function opened(options = {}) {
  const started = start(options);
  started.answers.push(answer(1));
  await started.session.open('link', '/embedded/connections');
  started.log.length = 0;
  return started;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('opening a session', () => {
  it('redeems the link and grants requests its token', async () => {
    const { session, log, answers } = start();
    answers.push(answer(1));
    await session.open('link', '/embedded/connections');
    expect(session.phase).toBe('open');
    expect(session.grant().token).toBe('token-1');
    expect(log).toEqual(['redeem link', 'opened ses_00000001 fresh']);
  });

  it('says why a link was refused, and offers no retry that cannot help', async () => {
    const { session, answers } = start({ host: false });
    answers.push(new ApiError({ code: 'jti_reused', retryable: true }));
    await session.open('link', '/embedded/connections');
    expect(session.phase).toBe('refused');
    expect(session.error?.code).toBe('jti_reused');
    expect(session.canRetry).toBe(false);
    expect(() => session.grant()).toThrow('jti_reused');
  });

  it('asks the host for another link when this one is spent', async () => {
    const { session, log, answers } = start();
    answers.push(new ApiError({ code: 'jti_reused', retryable: true }), answer(2));
    const opening = session.open('link', '/embedded/connections');
    await vi.advanceTimersByTimeAsync(0);
    expect(session.phase).toBe('renewing');
    await session.accept('fresh', '/embedded/connections');
    await opening;
    expect(session.phase).toBe('open');
    expect(log).toEqual(['redeem link', 'ask jti_reused', 'redeem fresh', 'opened ses_00000002 fresh']);
  });

  it('tries the same link again when the server was never reached', async () => {
    const { session, log, answers } = start({ host: false });
    answers.push(localFault('offline'), answer(1));
    await session.open('link', '/embedded/connections');
    expect(session.canRetry).toBe(true);
    await session.retry();
    expect(session.phase).toBe('open');
    expect(log).toEqual(['redeem link', 'redeem link', 'opened ses_00000001 fresh']);
  });
});

describe('renewing a session', () => {
  it('waits for a fresh link and goes on with its token', async () => {
    const { session, log, answers } = await opened();
    const renewed = session.renew(expired(), 'token-1');
    expect(session.phase).toBe('renewing');
    answers.push(answer(2));
    await session.accept('fresh', '/embedded/connections');
    expect(await renewed).toBe('token-2');
    expect(log).toEqual(['ask session_expired', 'redeem fresh', 'opened ses_00000002', 'release token-1']);
  });

  it('asks once for any number of requests that failed', async () => {
    const { session, log, answers } = await opened();
    const renewals = [session.renew(expired(), 'token-1'), session.renew(expired(), 'token-1')];
    answers.push(answer(2));
    await session.accept('fresh', '/embedded/connections');
    expect(await Promise.all(renewals)).toEqual(['token-2', 'token-2']);
    expect(log.filter((entry) => entry.startsWith('ask'))).toHaveLength(1);
  });

  it('gives a request that was overtaken the present token', async () => {
    const { session, log, answers } = await opened();
    answers.push(answer(2));
    await session.accept('fresh', '/embedded/connections');
    log.length = 0;
    expect(await session.renew(expired(), 'token-1')).toBe('token-2');
    expect(log).toEqual([]);
  });

  it('ends at once where there is no host to ask', async () => {
    const { session, log } = await opened({ host: false });
    expect(await session.renew(expired(), 'token-1')).toBeUndefined();
    expect(session.phase).toBe('ended');
    expect(log).toEqual(['ask session_expired', 'ended expired']);
  });

  it('ends after twenty seconds without a link, and takes one that comes later', async () => {
    const { session, log, answers } = await opened();
    const renewed = session.renew(expired(), 'token-1');
    await vi.advanceTimersByTimeAsync(19_999);
    expect(session.phase).toBe('renewing');
    await vi.advanceTimersByTimeAsync(1);
    expect(await renewed).toBeUndefined();
    expect(session.phase).toBe('ended');
    expect(session.canRetry).toBe(true);
    answers.push(answer(2));
    await session.accept('late', '/embedded/connections');
    expect(session.phase).toBe('open');
    expect(log).toEqual(['ask session_expired', 'ended expired', 'redeem late', 'opened ses_00000002']);
  });

  it('tells the host of a revocation before it asks', async () => {
    const { session, log } = await opened();
    void session.renew(new ApiError({ code: 'session_revoked' }), 'token-1');
    expect(log).toEqual(['ended revoked', 'ask session_revoked']);
  });

  it('goes on waiting when a link failed that another may replace, and ends when none may', async () => {
    const { session, answers } = await opened();
    const renewed = session.renew(expired(), 'token-1');
    answers.push(new ApiError({ code: 'token_expired', retryable: true }));
    await expect(session.accept('stale', '/embedded/connections')).rejects.toThrow('token_expired');
    expect(session.phase).toBe('renewing');
    answers.push(new ApiError({ code: 'team_missing', retryable: false }));
    await expect(session.accept('gone', '/embedded/connections')).rejects.toThrow('team_missing');
    expect(await renewed).toBeUndefined();
    expect(session.error?.code).toBe('team_missing');
  });
});

describe('A46: a session of somebody else', () => {
  it.each([
    ['customer', { customer: { id: 'cus_00000002', name: 'Other' } }],
    ['member', { member: { id: 'mem_00000001', name: null } }],
  ])('of another %s replaces the old one wholly and aborts its requests', async (_what, change) => {
    const { session, log, answers } = await opened();
    const grant = session.grant();
    answers.push(answer(2, change));
    await session.accept('fresh', '/embedded/connections');
    expect(grant.signal.aborted).toBe(true);
    expect(session.grant().signal.aborted).toBe(false);
    expect(log).toEqual(['redeem fresh', 'ended replaced', 'opened ses_00000002 fresh', 'release token-1']);
  });

  it('for other embedding origins is refused and ended, and the present one stays', async () => {
    const { session, log, answers } = await opened();
    answers.push(answer(2, { origins: ['https://evil.example'] }));
    await expect(session.accept('fresh', '/embedded/connections')).rejects.toThrow('origin_not_allowed');
    expect(session.grant().token).toBe('token-1');
    expect(log).toEqual(['redeem fresh', 'release token-2']);
  });
});

it('A47: a session that the host leaves is ended at the server', async () => {
  const { session, log } = await opened();
  const grant = session.grant();
  session.leave();
  expect(session.phase).toBe('ended');
  expect(grant.signal.aborted).toBe(true);
  expect(log).toEqual(['release token-1']);
});
