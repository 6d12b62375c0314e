import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbedAuthorization, EmbedError } from '@inlay/shared/embed-api';
import { ApiError, localFault } from '../../../src/app/api/api-error.ts';
import { Authorization } from '../../../src/app/authorization/authorization.ts';

/** A window that a test closes, or hides as an opener policy does. */
class FakePopup {
  closed = false;
  readonly close = vi.fn<() => void>(() => void (this.closed = true));
  readonly focus = vi.fn<() => void>();
}

const denied: EmbedError = {
  code: 'authorization_denied',
  message: 'Access was not granted. Start again.',
  title: 'Access was not granted',
  action: 'Start again.',
  requestId: 'req_1',
  retryable: true,
};

let popup: FakePopup | undefined;
/** What the server would answer. */
let state: EmbedAuthorization;
let refusal: Error | undefined;
let asked: string[];
let phases: string[];
const listeners = new Set<(news: EmbedAuthorization) => void>();
let authorization: Authorization;

function start(): Authorization {
  const answer = async (question: string) => {
    asked.push(question);
    await Promise.resolve();
    if (refusal) throw refusal;
    return state;
  };
  authorization = new Authorization('id', popup, {
    register: () => answer('register'),
    read: () => answer('read'),
    cancel: async (reason) => {
      if (state.status === 'waiting' || state.status === 'opened') {
        state = { ...state, status: 'failed', error: { ...denied, code: reason } };
      }
      return answer(reason);
    },
    listeners,
  });
  authorization.watch(() => {
    if (authorization.phase !== (phases.at(-1) ?? 'opening')) phases.push(authorization.phase);
  });
  return authorization;
}

function tell(heard: EmbedAuthorization): void {
  for (const listener of listeners) listener(heard);
}

/** The server learns something, and tells it where the stream is up. */
function news(change: Partial<EmbedAuthorization>, streaming = true): void {
  state = { ...state, ...change };
  if (streaming) tell(state);
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  popup = new FakePopup();
  asked = [];
  phases = [];
  refusal = undefined;
  state = {
    id: 'id',
    provider: 'google',
    connection: null,
    status: 'waiting',
    error: null,
    expiresAt: '2026-01-01T00:10:00Z',
  };
});
afterEach(() => {
  authorization.end();
  vi.useRealTimers();
});

describe('an authorization', () => {
  it('goes on in the other window once that was opened, and ends connected', async () => {
    start();
    await pass(100);
    expect(authorization.phase).toBe('opening');
    news({ status: 'opened' });
    expect(authorization.canShow).toBe(true);
    authorization.show();
    expect(popup?.focus).toHaveBeenCalledOnce();
    news({ status: 'connected', connection: 'con_1' });
    expect(authorization.connection).toBe('con_1');
    expect(phases).toEqual(['elsewhere', 'connected']);
    expect(asked).toEqual(['register']);
  });

  it('shows the way to a window that asks first whether it is meant', async () => {
    start();
    await pass(1_250);
    expect(phases).toEqual(['elsewhere']);
  });

  it('learns by asking what the stream did not tell', async () => {
    start();
    await pass(100);
    news({ status: 'opened' }, false);
    await pass(3_250);
    expect(authorization.phase).toBe('elsewhere');
    news({ status: 'connected', connection: 'con_1' }, false);
    await pass(3_250);
    expect(authorization.phase).toBe('connected');
    expect(asked).toEqual(['register', 'read', 'read']);
  });

  it('asks at once when the window closes, as all may be done', async () => {
    start();
    await pass(100);
    news({ status: 'opened' });
    await pass(1_000);
    news({ status: 'connected', connection: 'con_1' }, false);
    popup?.close();
    await pass(300);
    expect(authorization.phase).toBe('connected');
  });

  it('ends with what the server says of a denial, in its words', async () => {
    start();
    await pass(100);
    news({ status: 'opened' });
    news({ status: 'failed', error: denied });
    expect(authorization.error).toMatchObject({ code: 'authorization_denied', title: 'Access was not granted' });
    news({ status: 'connected', connection: 'con_9' });
    expect(phases).toEqual(['elsewhere', 'failed']);
  });

  it('hears nothing of another authorization', async () => {
    start();
    await pass(100);
    tell({ ...state, id: 'other', status: 'connected', connection: 'con_2' });
    expect(authorization.phase).toBe('opening');
  });

  it('leaves no timer and no listener behind, however it ends', async () => {
    start();
    await pass(100);
    news({ status: 'connected', connection: 'con_1' });
    expect([vi.getTimerCount(), listeners.size]).toEqual([0, 0]);
    state = { ...state, status: 'waiting' };
    start().end();
    await pass(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('closes the window where the server refuses to begin', async () => {
    refusal = new ApiError({ code: 'provider_not_configured', retryable: false });
    start();
    await pass(0);
    expect(authorization.error?.code).toBe('provider_not_configured');
    expect(popup?.close).toHaveBeenCalledOnce();
  });

  it('ends where the server no longer knows it, and not for want of a network', async () => {
    start();
    await pass(100);
    news({ status: 'opened' });
    refusal = localFault('offline');
    await pass(10_000);
    expect(authorization.phase).toBe('elsewhere');
    refusal = new ApiError({ code: 'not_found', retryable: false });
    await pass(10_000);
    expect(authorization.error?.code).toBe('not_found');
  });
});

describe('a window that is blocked', () => {
  it('counts as such after 1.5 s in which nothing opened our page, and goes on when something does', async () => {
    popup = undefined;
    start();
    await pass(1_500);
    expect(authorization.phase).toBe('opening');
    await pass(500);
    expect(authorization.error?.code).toBe('popup_blocked');
    expect(asked).toEqual(['register', 'read', 'read']);
    authorization.reopened(new FakePopup());
    news({ status: 'opened' });
    expect(phases).toEqual(['blocked', 'elsewhere']);
    expect(authorization.error).toBeUndefined();
    expect(authorization.canShow).toBe(true);
  });

  it('is one that some blockers give and close at once', async () => {
    popup?.close();
    start();
    await pass(2_000);
    expect(authorization.error?.code).toBe('popup_blocked');
  });

  it('is not one that the host’s opener policy hides', async () => {
    popup = undefined;
    start();
    await pass(300);
    news({ status: 'opened' }, false);
    await pass(60_000);
    expect(phases).toEqual(['elsewhere']);
    expect(authorization.canShow).toBe(false);
  });

  it('is waited for while the server has not taken the authorization yet', async () => {
    popup = undefined;
    let take = (): void => undefined;
    const slow = new Promise<void>((resolve) => (take = resolve));
    authorization = new Authorization('id', undefined, {
      register: async () => {
        await slow;
        return state;
      },
      read: () => Promise.resolve(state),
      cancel: () => Promise.resolve(state),
      listeners,
    });
    await pass(5_000);
    expect(authorization.phase).toBe('opening');
    take();
    await pass(2_000);
    expect(authorization.phase).toBe('blocked');
  });

  it('can be given up, which is not told a second time', async () => {
    popup = undefined;
    start();
    await pass(2_000);
    await authorization.cancel();
    expect(authorization.phase).toBe('failed');
    expect(authorization.error).toBeUndefined();
    expect(asked.at(-1)).toBe('popup_blocked');
  });
});

describe('a window that is closed', () => {
  it('before the provider was reached ends the authorization', async () => {
    start();
    await pass(500);
    popup?.close();
    await pass(300);
    expect(authorization.error?.code).toBe('popup_closed');
    expect(asked.at(-1)).toBe('popup_closed');
    expect(phases).toEqual(['failed']);
  });

  it('may only be hidden by the provider’s opener policy: it is waited for', async () => {
    start();
    await pass(200);
    news({ status: 'opened' });
    await pass(300);
    popup?.close();
    await pass(120_000);
    expect(phases).toEqual(['elsewhere']);
    expect(authorization.canShow).toBe(false);
    news({ status: 'connected', connection: 'con_1' });
    expect(authorization.phase).toBe('connected');
  });

  it('later counts as closed after 3 s, and yet an outcome that comes wins', async () => {
    start();
    await pass(200);
    news({ status: 'opened' });
    await pass(10_000);
    popup?.close();
    await pass(2_500);
    expect(authorization.phase).toBe('elsewhere');
    await pass(1_500);
    expect(authorization.error?.code).toBe('popup_closed');
    expect(asked).not.toContain('popup_closed');
    news({ status: 'connected', connection: 'con_1' });
    expect(phases).toEqual(['elsewhere', 'failed', 'connected']);
  });

  it('by its person’s wish ends it, unless its outcome is decided', async () => {
    start();
    await pass(200);
    news({ status: 'opened' });
    await authorization.cancel();
    expect(popup?.close).toHaveBeenCalledOnce();
    expect(authorization.error?.code).toBe('popup_closed');
  });

  it('when all was done already ends it connected', async () => {
    start();
    await pass(200);
    news({ status: 'opened' });
    news({ status: 'connected', connection: 'con_1' }, false);
    await authorization.cancel();
    expect(authorization.phase).toBe('connected');
  });
});
