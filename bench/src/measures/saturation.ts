import type { Bed, Contender } from '../bed.ts';
import type { Outcome } from '../load/job.ts';
import { admission, navigate, peek, redeem } from '../load/requests.ts';
import { medians } from '../statistics.ts';

/** What one kind of work cost with the server always busy. Times are milliseconds; medians over the rounds. */
export interface Saturated {
  /** Units a second. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor time a unit, of the server's process. */
  readonly processor: number;
  /** Processor time a unit of the stores, Redis and PostgreSQL together. */
  readonly stores: number;
}

/** Units that come before the clock counts, so that what is measured is compiled code. */
const warmUp = 8_000;

/** The kinds of work that are compared. */
export const works = ['empty', 'dayMade', 'peek', 'redeem', 'admission'] as const;
export type Saturation = Readonly<Record<(typeof works)[number], Saturated>>;

/**
 * Keeps each contender busy with `units` of each kind of work, all kinds in turn in each round. The first round warms
 * up and does not count. Tokens are distinct, and none comes to the same server twice.
 */
export async function measureSaturation(
  bed: Bed,
  rounds: number,
  units: number,
  connections = 32,
): Promise<Saturation> {
  const samples: Record<(typeof works)[number], Saturated>[] = [];
  const { signer, generator, servers } = bed;

  async function sample(contender: Contender, work: readonly (readonly string[])[]): Promise<Saturated> {
    const { port, pid } = servers[contender];
    const stores = { inlay: bed.engines.pids, dayMade: [bed.dayMadeRedis.pid ?? 0], empty: [], synchronous: [] };
    const { rate, p50, p99, processor }: Outcome = await generator.run({
      port,
      units: work,
      connections,
      watched: [pid, ...stores[contender]],
    });
    const [own = 0, ...others] = processor;
    return { rate, p50, p99, processor: own, stores: others.reduce((sum, time) => sum + time, 0) };
  }

  for (let round = -1; round < rounds; round += 1) {
    const count = round < 0 ? warmUp : units;
    const peeked = await signer.sign(count);
    const redeemed = await signer.sign(count);
    const admitted = await signer.sign(count);
    // As many requests warm the day-made stack up as the server.
    const others = round < 0 ? [...redeemed, ...admitted] : [];
    const results = {
      empty: await sample(
        'empty',
        Array.from({ length: count * 2 }, () => [navigate('/')]),
      ),
      dayMade: await sample(
        'dayMade',
        [...peeked, ...others].map((token) => [peek(token)]),
      ),
      peek: await sample(
        'inlay',
        peeked.map((token) => [peek(token)]),
      ),
      redeem: await sample(
        'inlay',
        redeemed.map((token) => [redeem(token)]),
      ),
      admission: await sample('inlay', admitted.map(admission)),
    };
    if (round >= 0) samples.push(results);
  }
  const of = (work: (typeof works)[number]): Saturated => medians(samples.map((sample) => sample[work]));
  return {
    empty: of('empty'),
    dayMade: of('dayMade'),
    peek: of('peek'),
    redeem: of('redeem'),
    admission: of('admission'),
  };
}
