import { describe, expect, it } from 'vitest';
import type { Saturated } from '../../src/measures/saturation.ts';
import { chart } from '../../src/report/chart.ts';
import { page } from '../../src/report/page.ts';
import { targetsOf, verdictOf } from '../../src/report/targets.ts';

const saturated = (processor: number): Saturated => ({
  rate: 1000 / processor,
  p50: 1,
  p99: 2,
  processor,
  stores: 0,
});
const saturation = {
  empty: saturated(0.05),
  dayMade: saturated(0.45),
  peek: saturated(0.1),
  redeem: saturated(0.2),
  admission: saturated(0.4),
};

describe('targets', () => {
  it('compares the processor time of one admission with that of the day-made stack and of an empty route', () => {
    const [admission, redeem, peek] = targetsOf({ saturation });
    expect(admission?.value).toBeCloseTo(0.45 / 0.4);
    expect(redeem?.value).toBeCloseTo(0.45 / 0.2);
    expect(peek?.value).toBeCloseTo(0.05 / 0.1);
    expect([admission, redeem, peek].map((target) => target && verdictOf(target))).toEqual(['missed', 'must', 'aim']);
  });

  it('knows where less is better', () => {
    const target = { measure: '', must: 0.8, aim: 0.5, less: true, unit: '' } as const;
    expect(verdictOf({ ...target, value: 0.9 })).toBe('missed');
    expect(verdictOf({ ...target, value: 0.8 })).toBe('must');
    expect(verdictOf({ ...target, value: 0.5 })).toBe('aim');
  });

  it('compares the slower request of an admission with the one of the day-made stack', () => {
    const timing = { rate: 1_000, p50: 1, p99: 9, longest: 10, request: 4, processor: 0.4 };
    const dayMade = { ...timing, p99: 10, request: 10 };
    const [target] = targetsOf({ arrivals: [{ offered: 1_000, dayMade, inlay: timing }] });
    expect(target?.value).toBeCloseTo(0.4);
  });

  it('writes a page of what was measured alone, with a word of caution where a contender does not keep up', () => {
    const timing = { rate: 1_000, p50: 1, p99: 2, longest: 3, request: 2, processor: 0.4 };
    const text = page({ arrivals: [{ offered: 1_000, dayMade: { ...timing, rate: 700 }, inlay: timing }] }, '');
    expect(text).toContain('700 (does not keep up)');
    expect(text).toContain('not both keep up');
    expect(text).not.toContain('## Minting');
  });
});

describe('chart', () => {
  it('draws the longest bar at full length and escapes what it writes', () => {
    const bars = [
      { name: 'a < b', value: 1, text: '1 ms', ours: true },
      { name: 'c', value: 4, text: '4 ms', ours: false },
    ];
    const svg = chart('A & B', [{ title: 'Panel', bars }]);
    expect(svg).toContain('a &lt; b');
    expect(svg).toContain('aria-label="A &amp; B"');
    expect([...svg.matchAll(/class="(?:ours|other)".* width="([\d.]+)"/g)].map(([, width]) => width)).toEqual([
      '95.0',
      '380.0',
    ]);
  });
});
