import { join } from 'node:path';
import { freePort } from '../../../server/test/support/free-port.ts';
import type { Bed } from '../bed.ts';
import { createPartner } from '../contenders/partner.ts';
import { startEngines } from '../engines.ts';
import { Connection } from '../load/connection.ts';
import { admission, peek } from '../load/requests.ts';
import { residentMemory, start } from '../processes.ts';
import type { Program } from '../processes.ts';
import { median } from '../statistics.ts';
import { startSigner } from '../tokens/signer.ts';
import type { Signer } from '../tokens/signer.ts';

/** One contender's start; medians. */
export interface Start {
  /** Milliseconds from the start of the process until it has admitted a link. */
  readonly toFirstAdmission: number;
  /** MiB held before anybody asked anything. */
  readonly memory: number;
}

export interface ColdStart {
  readonly dayMade: Start;
  /** With the engines of the run. */
  readonly inlay: Start;
  /** On the embedded default. */
  readonly embedded: Start;
}

/** Starts each contender `times` times, in turn, each time until it has admitted somebody. */
export async function measureColdStart(bed: Bed, times: number): Promise<ColdStart> {
  const { programs, folder, signer } = bed;
  const embedded = await prepareEmbedded(programs.inlay, folder);
  const samples = { dayMade: [] as Start[], inlay: [] as Start[], embedded: [] as Start[] };
  for (let round = -1; round < times; round += 1) {
    const results = {
      dayMade: await startOnce(programs.dayMade, 'PORT', folder, signer, (token) => [peek(token)]),
      inlay: await startOnce(programs.inlay, 'INLAY_PORT', folder, signer, admission),
      embedded: await startOnce(embedded.program, 'INLAY_PORT', folder, embedded.signer, admission),
    };
    // The first start fills the caches of the system and of compiled code.
    if (round < 0) continue;
    for (const name of ['dayMade', 'inlay', 'embedded'] as const) samples[name].push(results[name]);
  }
  embedded.signer.stop();
  const middle = (starts: readonly Start[]): Start => ({
    toFirstAdmission: median(starts.map(({ toFirstAdmission }) => toFirstAdmission)),
    memory: median(starts.map(({ memory }) => memory)),
  });
  return { dayMade: middle(samples.dayMade), inlay: middle(samples.inlay), embedded: middle(samples.embedded) };
}

async function startOnce(
  program: Program,
  portName: string,
  folder: string,
  signer: Signer,
  unitOf: (token: string) => readonly string[],
): Promise<Start> {
  const [token = ''] = await signer.sign(1);
  const port = await freePort();
  const environment = { ...program.environment, [portName]: String(port) };
  const startedAt = performance.now();
  const server = await start({ ...program, name: `${program.name}-cold`, port, environment }, folder);
  const memory = residentMemory(server.pid);
  const connection = await Connection.open(port);
  for (const request of unitOf(token)) {
    const status = await connection.ask(request);
    if (status !== 200) throw new Error(`${program.name} answered ${status} to its first link`);
  }
  const toFirstAdmission = performance.now() - startedAt;
  connection.close();
  await server.stop();
  return { toFirstAdmission, memory };
}

async function prepareEmbedded(inlay: Program, folder: string): Promise<{ program: Program; signer: Signer }> {
  const port = await freePort();
  const engines = await startEngines('embedded', join(folder, 'embedded'));
  const environment = { ...engines.environment, INLAY_PORT: String(port) };
  const program = { ...inlay, name: 'inlay-embedded', port, environment };
  const server = await start(program, folder);
  const { issuer, accounts } = await createPartner(port, environment, 1);
  await server.stop();
  const subjects = accounts.customers.map(({ subject }) => subject);
  return { program, signer: startSigner(issuer, subjects) };
}
