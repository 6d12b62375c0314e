import type { Pool } from 'undici';

/** What a round of load measured. */
export interface Round {
  /** Units of work a second. */
  readonly rate: number;
  /** Milliseconds a unit took, at the median and the 99th percentile. */
  readonly p50: number;
  readonly p99: number;
}

/** Does `units` of work with `concurrency` of them under way at any time, and times each. */
export async function load<T>(
  units: readonly T[],
  concurrency: number,
  work: (unit: T) => Promise<void>,
): Promise<Round> {
  const times: number[] = [];
  const rest = units.values();
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    for (const unit of rest) {
      const from = performance.now();
      await work(unit);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  return { rate: units.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** A GET that must answer 200. */
export async function get(pool: Pool, path: string): Promise<void> {
  const { statusCode, body } = await pool.request({ method: 'GET', path, headers: { accept: 'text/html' } });
  await body.dump();
  if (statusCode !== 200) throw new Error(`${statusCode} instead of 200`);
}

/** A peek at a link and its redemption: one whole admission. */
export async function admit(pool: Pool, token: string): Promise<void> {
  await get(pool, `/direct_link?token=${token}`);
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/direct_link/redeem',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, path: '/embedded/connections' }),
  });
  await body.dump();
  if (statusCode !== 200) throw new Error(`${statusCode} instead of 200`);
}

/** The value that a share of the others does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
