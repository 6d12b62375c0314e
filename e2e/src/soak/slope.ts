/** A value at a time. */
export type Sample = readonly [seconds: number, value: number];

/** Slope of the line that fits the samples best (least squares), a second. */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (pick: 0 | 1): number => samples.reduce((sum, sample) => sum + sample[pick], 0) / samples.length;
  const [meanTime, meanValue] = [mean(0), mean(1)];
  const products = samples.map(([time, value]) => (time - meanTime) * (value - meanValue));
  const squares = samples.map(([time]) => (time - meanTime) ** 2);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return sum(products) / sum(squares);
}
