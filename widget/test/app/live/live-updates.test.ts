import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveUpdates } from '../../../src/app/live/live-updates.ts';

/** A server whose streams a test opens, feeds and cuts. */
class Streams {
  readonly asked: string[] = [];
  readonly refreshes: number[] = [];
  readonly events: string[] = [];
  down = false;
  over = false;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  readonly live = new LiveUpdates({
    open: (lastEventId, signal) => {
      this.asked.push(lastEventId);
      if (this.down) return Promise.reject(new TypeError('no network'));
      if (this.over) return Promise.resolve(undefined);
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          this.#controller = controller;
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      });
      return Promise.resolve(stream);
    },
    refresh: () => {
      this.refreshes.push(Date.now());
      return Promise.resolve();
    },
    onEvent: ({ data }) => void this.events.push(data),
  });

  send(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  cut(): void {
    this.#controller?.close();
  }
}

const soon = () => vi.advanceTimersByTimeAsync(0);
let streams: Streams;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  streams = new Streams();
  streams.live.start(true);
});
afterEach(() => {
  streams.live.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('live updates', () => {
  it('hand on events, also such whose bytes are cut in two', async () => {
    await soon();
    streams.send('data: één');
    streams.send('\n\n');
    await soon();
    expect(streams.events).toEqual(['één']);
  });

  it('resume a lost stream after its last event, and fetch what may be missing', async () => {
    await soon();
    streams.send('id: evt_1\ndata: a\n\n');
    await vi.advanceTimersByTimeAsync(20_000);
    streams.cut();
    await vi.advanceTimersByTimeAsync(999);
    expect(streams.asked).toEqual(['']);
    await vi.advanceTimersByTimeAsync(1);
    expect(streams.asked).toEqual(['', 'evt_1']);
    expect(streams.refreshes).toHaveLength(1);
  });

  it('wait twice as long after each failure, and poll when the stream stays away', async () => {
    streams.down = true;
    await vi.advanceTimersByTimeAsync(0);
    streams.cut();
    await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000 + 8_000);
    expect(streams.asked).toHaveLength(5);
    expect(streams.refreshes).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(600_000);
    const perMinute = (streams.asked.length - 5) / 10;
    expect(perMinute).toBeGreaterThan(1.5);
    expect(perMinute).toBeLessThan(2.5);
  });

  it('take a stream that says nothing for forty seconds for dead', async () => {
    for (let round = 0; round < 4; round += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      streams.send(': tick\n\n');
    }
    expect(streams.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(streams.asked).toHaveLength(2);
  });

  it('try at once when the network is back', async () => {
    await soon();
    streams.down = true;
    streams.cut();
    await vi.advanceTimersByTimeAsync(5_000);
    const before = streams.asked.length;
    streams.down = false;
    streams.live.nudge();
    await soon();
    expect(streams.asked).toHaveLength(before + 1);
  });

  it('leave a stream that lives alone when nudged', async () => {
    await soon();
    streams.live.nudge();
    await soon();
    expect(streams.asked).toHaveLength(1);
  });

  it('stop for good where the session is over', async () => {
    await soon();
    streams.over = true;
    streams.cut();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(streams.asked).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leave no timer behind when stopped', async () => {
    await soon();
    streams.live.stop();
    await soon();
    expect(vi.getTimerCount()).toBe(0);
    streams.down = true;
    streams.live.start(false);
    await soon();
    streams.live.stop();
    await soon();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('forget the last event when they start afresh', async () => {
    await soon();
    streams.send('id: evt_1\ndata: a\n\n');
    await soon();
    streams.live.start(false);
    streams.live.start(true);
    await soon();
    expect(streams.asked).toEqual(['', 'evt_1', '']);
  });
});
