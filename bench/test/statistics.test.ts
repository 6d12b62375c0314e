import { describe, expect, it } from 'vitest';
import { median, medians, quantile } from '../src/statistics.ts';

describe('statistics', () => {
  it('finds the value that a share of the others does not exceed', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(quantile(values, 0.5)).toBe(51);
    expect(quantile(values, 0.99)).toBe(100);
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile(values, 1)).toBe(100);
  });

  it('takes the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
  });

  it('takes the median of each member by itself', () => {
    const rounds = [
      { rate: 1, p99: 30 },
      { rate: 2, p99: 10 },
      { rate: 3, p99: 20 },
    ];
    expect(medians(rounds)).toEqual({ rate: 2, p99: 20 });
  });
});
