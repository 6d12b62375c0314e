import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeightGuard, heightMax, quietTime } from '../../../src/app/host-channel/height-guard.ts';

/**
 * A frame in an obedient host, frame by frame (16 ms): the host gives the iframe the height that was reported, one
 * frame later; `content` says how high the content is in an iframe of a height, at a time.
 */
function live(content: (viewport: number, time: number) => number, time = 10_000) {
  const guard = createHeightGuard();
  const reports: number[] = [];
  let viewport = 150;
  let ordered = viewport;
  let measured = -1;
  let settleAt = Infinity;
  const obey = (verdict: number | 'wait' | undefined, now: number) => {
    if (verdict === 'wait') settleAt = now + quietTime;
    else if (verdict !== undefined) reports.push((ordered = verdict));
  };
  for (let now = 0; now < time; now += 16) {
    if (ordered !== viewport) {
      viewport = ordered;
      guard.resized(now, false);
    }
    const height = content(viewport, now);
    if (height !== measured) obey(guard.measured(height, now), now);
    measured = height;
    if (now >= settleAt) {
      settleAt = Infinity;
      obey(guard.settled(height), now);
    }
  }
  return { reports, viewport };
}

describe('height reports', () => {
  it('follow content that grows and shrinks by itself, step by step', () => {
    const { reports } = live((_, time) => [300, 520, 120, 900][Math.floor(time / 2500)] ?? 0);
    expect(reports).toEqual([300, 520, 120, 900]);
  });

  it('are whole pixels, rounded up, and do not tremble by one', () => {
    const { reports } = live((_, time) => [300.4, 300.6, 299.9999, 301.004, 300][Math.floor(time / 2000)] ?? 0);
    expect(reports).toEqual([301]);
  });

  it('reach the end of an animation, and show it on its way', () => {
    const { reports, viewport } = live((_, time) => Math.min(100 + time, 1000));
    expect(viewport).toBe(1000);
    expect(reports.length).toBeGreaterThan(20);
  });

  it('go on while content keeps moving by itself', () => {
    const { reports } = live((_, time) => 100 + Math.floor(time / 10));
    expect(reports.at(-1)).toBeGreaterThan(1050);
  });

  it.each([
    ['100vh', (viewport: number) => viewport],
    ['100vh and a bit', (viewport: number) => viewport + 20],
    ['120vh', (viewport: number) => viewport * 1.2],
    ['200vh', (viewport: number) => viewport * 2],
    ['100vh, a pixel too high', (viewport: number) => viewport + 2],
  ])('end soon for content of %s', (_, content) => {
    const { reports } = live(content);
    expect(reports.length).toBeLessThanOrEqual(8);
    expect(live(content, 60_000).reports).toEqual(reports);
  });

  it('settle on the taller of two heights between which content swings', () => {
    const { reports, viewport } = live((viewport) => (viewport < 510 ? 520 : 500));
    expect(reports.length).toBeLessThan(12);
    expect(viewport).toBe(520);
  });

  it('are taken up again after a loop, for what changes by itself', () => {
    const { viewport } = live((viewport, time) => (time < 5000 ? viewport + 20 : 400));
    expect(viewport).toBe(400);
  });

  it('are taken up again when the width changes', () => {
    const guard = createHeightGuard();
    let height = 100;
    for (let now = 0; now < 3000; now += 16) {
      guard.resized(now, false);
      guard.measured((height += 10), now);
      guard.settled(height);
    }
    expect(guard.measured(height + 10, 3000)).toBeUndefined();
    guard.resized(3010, true);
    expect(guard.measured(height + 20, 3010)).toBe(height + 20);
  });

  it('have an upper bound', () => {
    expect(live(() => 5_000_000).reports).toEqual([heightMax]);
  });

  it('come to rest in any host whose content depends on its height in a steady way', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3, noNaN: true }), fc.integer({ min: 0, max: 500 }), (factor, extra) => {
        const { reports } = live((viewport) => viewport * factor + extra, 5000);
        expect(live((viewport) => viewport * factor + extra, 20_000).reports).toEqual(reports);
        expect(reports.length).toBeLessThan(20);
      }),
      { numRuns: 100 },
    );
  });
});
