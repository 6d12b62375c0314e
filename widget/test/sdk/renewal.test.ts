import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRenewal } from '../../src/sdk/renewal.ts';
import { createScope } from '../../src/sdk/scope.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function start(getLink: () => string | Promise<string>) {
  const scope = createScope();
  const online = { value: true };
  const asked = vi.fn<typeof getLink>(getLink);
  const delivered: string[] = [];
  const errors: { code: string; message: string; retryable: boolean }[] = [];
  const renewal = createRenewal({
    getLink: asked,
    deliver: (link) => delivered.push(link.href),
    fail: (code, message, retryable) => errors.push({ code, message, retryable }),
    online: () => online.value,
    scope,
  });
  return {
    renewal,
    scope,
    online,
    asked,
    delivered,
    errors,
    pass: (time: number) => vi.advanceTimersByTimeAsync(time),
  };
}

const link = 'https://inlay.test/direct_link?token=a';
const codes = (errors: readonly { code: string }[]) => errors.map(({ code }) => code);

describe('a renewal', () => {
  it('asks for one link at a time', async () => {
    const waiting = Promise.withResolvers<string>();
    const { renewal, asked, delivered, pass } = start(() => waiting.promise);
    renewal.force();
    renewal.force();
    renewal.needed();
    renewal.hurry();
    expect(asked).toHaveBeenCalledTimes(1);
    waiting.resolve(link);
    await pass(0);
    expect(delivered).toEqual([link]);
  });

  it('tries again later and later while the host has no link, at most once a minute, and never gives up', async () => {
    const { renewal, asked, errors, pass } = start(() => Promise.reject(new Error('backend down')));
    renewal.force();
    await pass(0);
    const waits: number[] = [];
    for (let tries = 1; tries < 10; tries += 1) {
      let waited = 0;
      while (asked.mock.calls.length === tries) {
        await pass(500);
        waited += 500;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(new Set(codes(errors))).toEqual(new Set(['link_unavailable']));
    expect(errors[0]).toMatchObject({ message: 'getLink() failed: backend down', retryable: true });
  });

  it('spreads retries, so that the frames of many people do not come at once', async () => {
    vi.mocked(Math.random).mockReturnValue(0);
    const { renewal, asked, pass } = start(() => Promise.reject(new Error('backend down')));
    renewal.force();
    await pass(499);
    expect(asked).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('hears a getLink that throws, and one that never answers', async () => {
    const throwing = start(() => {
      throw new Error('at once');
    });
    throwing.renewal.force();
    await throwing.pass(0);
    expect(throwing.errors[0]?.message).toContain('at once');

    const silent = start(() => new Promise<string>(() => {}));
    silent.renewal.force();
    await silent.pass(29_999);
    expect(silent.errors).toEqual([]);
    await silent.pass(1);
    expect(codes(silent.errors)).toEqual(['link_unavailable']);
  });

  it('uses no link that comes after it was given up waiting for', async () => {
    const answers: ((link: string) => void)[] = [];
    const { renewal, delivered, pass } = start(() => new Promise((resolve) => answers.push(resolve)));
    renewal.force();
    await pass(31_000);
    expect(answers).toHaveLength(2);
    answers[0]?.('https://inlay.test/late');
    await pass(0);
    expect(delivered).toEqual([]);
    answers[1]?.(link);
    await pass(0);
    expect(delivered).toEqual([link]);
  });

  it('waits for the network when there is none', async () => {
    const { renewal, online, asked, pass } = start(() => Promise.reject(new Error('no network')));
    online.value = false;
    renewal.force();
    await pass(59_000);
    expect(asked).toHaveBeenCalledTimes(1);
    online.value = true;
    renewal.hurry();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('stops asking when links are refused again and again, and says so once', async () => {
    const { renewal, asked, errors, pass } = start(() => link);
    renewal.force();
    for (let round = 0; round < 20; round += 1) {
      await pass(60_000);
      renewal.needed();
    }
    expect(asked).toHaveBeenCalledTimes(5);
    expect(errors).toEqual([expect.objectContaining({ code: 'link_refused', retryable: false })]);
  });

  it('takes a session that ends at once for a refused link', async () => {
    const { renewal, delivered, errors, pass } = start(() => link);
    renewal.force();
    for (let sessions = 0; sessions < 20;) {
      await pass(1000);
      if (delivered.length > sessions) {
        sessions = delivered.length;
        renewal.succeeded();
        renewal.needed();
      } else if (errors.length > 0) break;
    }
    expect(delivered).toHaveLength(5);
    expect(codes(errors)).toEqual(['link_refused']);
  });

  it('asks at once when a session ended that had lived', async () => {
    const { renewal, asked, errors, pass } = start(() => link);
    renewal.force();
    for (let round = 0; round < 20; round += 1) {
      await pass(0);
      renewal.succeeded();
      await pass(1_800_000);
      renewal.needed();
    }
    await pass(0);
    expect(asked).toHaveBeenCalledTimes(21);
    expect(errors).toEqual([]);
  });

  it('goes on for ever, but slowly, while the service cannot look at links', async () => {
    const { renewal, asked, errors, pass } = start(() => link);
    renewal.force();
    for (let round = 0; round < 50; round += 1) {
      await pass(60_000);
      renewal.needed(true);
    }
    expect(asked.mock.calls.length).toBeGreaterThan(40);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(51);
    expect(errors).toEqual([]);
  });

  it('starts anew when the host asks, even after giving up', async () => {
    const { renewal, asked, errors, pass } = start(() => 'http://evil.test/');
    renewal.force();
    await pass(0);
    expect(codes(errors)).toEqual(['link_invalid']);
    renewal.needed();
    await pass(120_000);
    expect(asked).toHaveBeenCalledTimes(1);
    renewal.force();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('does nothing more once its scope has ended', async () => {
    const waiting = Promise.withResolvers<string>();
    const { renewal, scope, asked, delivered, errors, pass } = start(() => waiting.promise);
    renewal.force();
    scope.end();
    waiting.resolve(link);
    await pass(300_000);
    renewal.force();
    renewal.needed();
    renewal.hurry();
    await pass(300_000);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(delivered).toEqual([]);
    expect(errors).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
