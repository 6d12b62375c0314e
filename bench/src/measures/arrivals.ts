import type { Bed } from '../bed.ts';
import type { Outcome } from '../load/job.ts';
import { admission, peek } from '../load/requests.ts';
import { medians } from '../statistics.ts';
import { quietest, stolenTime } from '../stolen-time.ts';

/** How long admissions took that arrived at a fixed rate. Times are milliseconds; medians over the quieter rounds. */
export interface Timing {
  /** Admissions finished a second. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** p99 of a single request: of the slower one, where an admission is two. */
  readonly request: number;
  /** Processor time an admission, of the server's process. */
  readonly processor: number;
}

/** Both contenders at one rate of arrival. */
export interface Arrivals {
  /** Admissions that arrive a second. */
  readonly offered: number;
  readonly dayMade: Timing;
  readonly inlay: Timing;
}

/** Admissions that come before the clock counts, so that what is measured is compiled code. */
const warmUp = 8_000;
const unitOf = { dayMade: (token: string) => [peek(token)], inlay: admission };

/** Whether a contender kept up with what arrived, but for the last answers. */
export function keepsUp({ rate }: Timing, offered: number): boolean {
  return rate >= offered * 0.95;
}

type Name = keyof typeof unitOf;
/** Both contenders one after the other, and what was stolen from the machine meanwhile, in milliseconds. */
type Round = Readonly<Record<Name, Timing>> & { readonly stolen: number };

/** Lets admissions arrive at each of `rates` for some seconds, at both contenders in turn in each round; the quieter half of the rounds counts. */
export async function measureArrivals(
  bed: Bed,
  rounds: number,
  rates: readonly number[],
  seconds: number,
): Promise<readonly Arrivals[]> {
  const { generator, signer, servers } = bed;
  const samples = rates.map((offered) => ({ offered, rounds: [] as Round[] }));

  async function sample(contender: Name, offered: number, units: readonly (readonly string[])[]): Promise<Timing> {
    const { port, pid } = servers[contender];
    const outcome: Outcome = await generator.run({ port, units, connections: 200, rate: offered, watched: [pid] });
    const { rate, p50, p99, longest, requests, processor } = outcome;
    return { rate, p50, p99, longest, request: Math.max(...requests), processor: processor[0] ?? 0 };
  }

  await sample('dayMade', 1_000, (await signer.sign(warmUp)).map(unitOf.dayMade));
  await sample('inlay', 1_000, (await signer.sign(warmUp)).map(unitOf.inlay));
  for (let round = 0; round < rounds; round += 1) {
    // Whoever comes first may find the machine in another state: each is first in turn.
    const order = round % 2 === 0 ? (['dayMade', 'inlay'] as const) : (['inlay', 'dayMade'] as const);
    for (const { offered, rounds: taken } of samples) {
      const tokens = await signer.sign(offered * seconds);
      const before = stolenTime();
      const timings: Partial<Record<Name, Timing>> = {};
      for (const name of order) timings[name] = await sample(name, offered, tokens.map(unitOf[name]));
      taken.push({ ...(timings as Record<Name, Timing>), stolen: stolenTime() - before });
    }
  }
  return samples.map(({ offered, rounds: taken }) => {
    const quiet = quietest(taken);
    return {
      offered,
      dayMade: medians(quiet.map(({ dayMade }) => dayMade)),
      inlay: medians(quiet.map(({ inlay }) => inlay)),
    };
  });
}
