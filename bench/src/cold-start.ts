import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { admit, median } from './load.ts';
import { createPartner, inlay } from './partner.ts';
import { freePort, residentMemory, start } from './processes.ts';

/** What starting the server measured. */
export interface ColdStart {
  /** Milliseconds from the start of the process to the answer of the first redemption; median. */
  readonly toFirstAdmission: number;
  /** MiB held by a server that nobody asked anything yet; median. */
  readonly memory: number;
}

/** Starts the server on the embedded default over and over, each time until it has admitted somebody. */
export async function measureColdStart(times: number): Promise<ColdStart> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inlay-bench-'));
  const port = await freePort();
  const environment = {
    INLAY_DATA_DIR: dataDir,
    INLAY_PORT: String(port),
    INLAY_PUBLIC_URL: `http://localhost:${port}`,
  };
  const first = await start([inlay, 'serve', '--json'], port, environment);
  const partner = await createPartner(first.origin, environment);
  await first.stop();
  const waits: number[] = [];
  const memories: number[] = [];
  for (let round = 0; round < times; round++) {
    const token = partner.token();
    const startedAt = performance.now();
    const server = await start([inlay, 'serve', '--json'], port, environment);
    memories.push(residentMemory(server.child));
    const pool = new Pool(server.origin);
    await admit(pool, token);
    waits.push(performance.now() - startedAt);
    await pool.close();
    await server.stop();
  }
  rmSync(dataDir, { recursive: true, force: true });
  return { toFirstAdmission: median(waits), memory: median(memories) };
}
