import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { admit, get, load, median } from './load.ts';
import type { Round } from './load.ts';
import { createPartner, inlay } from './partner.ts';
import { freePort, processorTime, start } from './processes.ts';
import type { Running } from './processes.ts';

const emptyServer = fileURLToPath(new URL('empty-server.ts', import.meta.url));

/** What one kind of work cost, as medians over the rounds. */
export interface Measure extends Round {
  /** Milliseconds of processor time a unit, of the server process alone. */
  readonly processor: number;
}

/** Peeks, whole admissions and an empty route, measured in turn in the same run. */
export interface Throughput {
  readonly empty: Measure;
  readonly peek: Measure;
  readonly admission: Measure;
}

interface Sample extends Round {
  readonly processor: number;
}

/** Measures `rounds` interleaved rounds of `units` each, `concurrency` under way at a time. */
export async function measureThroughput(rounds: number, units: number, concurrency: number): Promise<Throughput> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inlay-bench-'));
  const [port, emptyPort] = [await freePort(), await freePort()];
  const environment = {
    INLAY_DATA_DIR: dataDir,
    INLAY_PORT: String(port),
    INLAY_PUBLIC_URL: `http://localhost:${port}`,
    INLAY_LOG_LEVEL: 'warn',
  };
  const server = await start([inlay, 'serve', '--json'], port, environment);
  const empty = await start([emptyServer], emptyPort, { PORT: String(emptyPort) });
  const partner = await createPartner(server.origin, environment);
  const [pool, emptyPool] = [
    new Pool(server.origin, { connections: concurrency }),
    new Pool(empty.origin, { connections: concurrency }),
  ];
  const samples: Record<keyof Throughput, Sample[]> = { empty: [], peek: [], admission: [] };

  async function sample<T>(of: Running, work: readonly T[], act: (unit: T) => Promise<void>): Promise<Sample> {
    const before = processorTime(of.child);
    const round = await load(work, concurrency, act);
    return { ...round, processor: (processorTime(of.child) - before) / work.length };
  }

  for (let round = -1; round < rounds; round++) {
    const nothing = Array.from({ length: units }, () => '/');
    const tokens = Array.from({ length: units }, () => partner.token());
    const results = {
      empty: await sample(empty, nothing, (path) => get(emptyPool, path)),
      peek: await sample(server, tokens, (token) => get(pool, `/direct_link?token=${token}`)),
      admission: await sample(server, tokens, (token) => admit(pool, token)),
    };
    // The first round warms everything up and does not count.
    if (round < 0) continue;
    for (const name of ['empty', 'peek', 'admission'] as const) samples[name].push(results[name]);
  }
  await Promise.all([pool.close(), emptyPool.close()]);
  await Promise.all([server.stop(), empty.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
  return { empty: summarise(samples.empty), peek: summarise(samples.peek), admission: summarise(samples.admission) };
}

function summarise(samples: readonly Sample[]): Measure {
  const of = (name: keyof Sample): number => median(samples.map((sample) => sample[name]));
  return { rate: of('rate'), p50: of('p50'), p99: of('p99'), processor: of('processor') };
}
