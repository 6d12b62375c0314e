import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../server/test/support/free-port.ts';
import { startRedis } from '../../server/test/support/redis.ts';
import type { TestRedis } from '../../server/test/support/redis.ts';
import { inlayProgram } from './contenders/inlay-program.ts';
import { ownProgram } from './contenders/own-program.ts';
import { createPartner } from './contenders/partner.ts';
import type { Partner } from './contenders/partner.ts';
import { startEngines } from './engines.ts';
import type { Engines, RunningEngines } from './engines.ts';
import { startGenerator } from './load/start-generator.ts';
import type { Generator } from './load/start-generator.ts';
import { start } from './processes.ts';
import type { Program, Running } from './processes.ts';
import { startSigner } from './tokens/signer.ts';
import type { Signer } from './tokens/signer.ts';

/** How the bed is made. */
export interface BedOptions {
  readonly engines: Engines;
  /** Where the server writes a profile of its processor time when it ends; none by default. */
  readonly profileTo?: string | undefined;
  /** Level of the server's log; default: its own. */
  readonly logLevel?: string | undefined;
}

/** Everything a measure works with, up and running. */
export interface Bed {
  readonly folder: string;
  readonly engines: RunningEngines;
  readonly dayMadeRedis: TestRedis;
  /** How the contenders are started. */
  readonly programs: Readonly<Record<Contender, Program>>;
  readonly servers: Readonly<Record<Contender, Running>>;
  readonly partner: Partner;
  readonly signer: Signer;
  readonly generator: Generator;
  close(): Promise<void>;
}

export type Contender = 'inlay' | 'dayMade' | 'empty' | 'synchronous';

/** Customers that the load is for, in turn. */
const customerCount = 100;

/** Starts the engines, the contenders, the signer and the load generator. */
export async function makeBed({ engines: kind, profileTo, logLevel }: BedOptions): Promise<Bed> {
  const folder = mkdtempSync(join(tmpdir(), 'inlay-bench-'));
  const [engines, dayMadeRedis] = await Promise.all([startEngines(kind, folder), startRedis({ persistence: 'aof' })]);
  const profile = profileTo === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileTo}`];
  const inlayPort = await freePort();
  const environment = {
    ...engines.environment,
    INLAY_PORT: String(inlayPort),
    ...(logLevel === undefined ? {} : { INLAY_LOG_LEVEL: logLevel }),
  };
  const inlay: Program = {
    name: 'inlay',
    words: [...profile, inlayProgram(), 'serve', '--json'],
    port: inlayPort,
    environment,
  };
  const inlayServer = await start(inlay, folder);
  const partner = await createPartner(inlayPort, environment, customerCount);
  const accounts = join(folder, 'accounts.json');
  writeFileSync(accounts, JSON.stringify(partner.accounts));

  const dayMade = await ownProgram('day-made', { ACCOUNTS: accounts, REDIS_URL: dayMadeRedis.url });
  const [empty, synchronous] = [await ownProgram('empty'), await ownProgram('synchronous-signing')];
  const programs = { inlay, dayMade, empty, synchronous };
  const servers = {
    inlay: inlayServer,
    dayMade: await start(dayMade, folder),
    empty: await start(empty, folder),
    synchronous: await start(synchronous, folder),
  };
  const subjects = partner.accounts.customers.map(({ subject }) => subject);
  const signer = startSigner(partner.issuer, subjects);
  const generator = startGenerator();
  return {
    folder,
    engines,
    dayMadeRedis,
    programs,
    servers,
    partner,
    signer,
    generator,
    async close() {
      generator.stop();
      signer.stop();
      for (const server of Object.values(servers)) await server.stop();
      await dayMadeRedis.close();
      await engines.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
