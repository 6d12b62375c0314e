import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScope } from '../../src/sdk/scope.ts';
import { watchWakefulness } from '../../src/sdk/wakefulness.ts';
import { FakeHost } from './fake-host.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const host = new FakeHost();
  const scope = createScope();
  const back: boolean[] = [];
  watchWakefulness(host.window, scope, (long) => back.push(long));
  const see = () => host.document.dispatchEvent(new Event('visibilitychange'));
  return { host, scope, back, see };
}

describe('wakefulness', () => {
  it('hears nothing of a page that is just there', () => {
    const { back } = watch();
    vi.advanceTimersByTime(3_600_000);
    expect(back).toEqual([]);
  });

  it('takes a look at another tab for no absence', () => {
    const { host, back, see } = watch();
    host.document.hidden = true;
    see();
    vi.advanceTimersByTime(3_600_000);
    host.document.hidden = false;
    see();
    expect(back).toEqual([false]);
  });

  it('notices a sleep by the gap it leaves, once somebody looks', () => {
    const { host, back, see } = watch();
    host.document.hidden = true;
    vi.setSystemTime(Date.now() + 6 * 60_000);
    vi.advanceTimersByTime(30_000);
    expect(back).toEqual([]);
    host.document.hidden = false;
    see();
    see();
    expect(back).toEqual([true, false]);
  });

  it('notices a sleep of a page in front without any event', () => {
    const { back } = watch();
    vi.setSystemTime(Date.now() + 6 * 60_000);
    vi.advanceTimersByTime(30_000);
    expect(back).toEqual([true]);
  });

  it.each([
    [60_000, false],
    [360_000, true],
  ])('tells the end of %i ms without a network, long: %s', (time, long) => {
    const { host, back } = watch();
    host.navigator.onLine = false;
    vi.advanceTimersByTime(time);
    expect(back).toEqual([]);
    host.navigator.onLine = true;
    host.dispatchEvent(new Event('online'));
    expect(back).toEqual([long]);
  });

  it('ends with its scope', () => {
    const { host, scope, back, see } = watch();
    scope.end();
    see();
    host.dispatchEvent(new Event('online'));
    host.dispatchEvent(new Event('pageshow'));
    vi.advanceTimersByTime(3_600_000);
    expect(back).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
