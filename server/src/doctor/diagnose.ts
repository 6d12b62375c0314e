import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { trySealed } from '../crypto/sealed-columns.ts';
import { ConfigError, readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { widgetDist } from '../embed/assets.ts';
import { createServices } from '../services.ts';
import type { Services } from '../services.ts';

/** One finding. */
export interface Check {
  readonly name: string;
  readonly result: 'pass' | 'fail' | 'unknown';
  readonly reason: string;
  readonly remedy?: string;
}

/** Milliseconds to wait for the public address. */
const patience = 3_000;

/** Checks an installation from its settings outwards; what needs a failed check is not tried. */
export async function diagnose(environment: Readonly<Record<string, string | undefined>>): Promise<readonly Check[]> {
  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((reason) => ({
      name: 'settings',
      result: 'fail',
      reason,
      remedy: 'See docs/operations.md.',
    }));
  }
  const engine = config.databaseUrl === undefined ? `embedded database in ${config.dataDir}` : 'PostgreSQL';
  const checks: Check[] = [
    { name: 'settings', result: 'pass', reason: `public address ${config.publicOrigin}` },
    widget(),
  ];
  let services: Services;
  try {
    services = await createServices(config);
  } catch (error) {
    const remedy = 'Check INLAY_DATABASE_URL or INLAY_DATA_DIR, and that this user may write there.';
    return [...checks, { name: 'database', result: 'fail', reason: `${engine}: ${(error as Error).message}`, remedy }];
  }
  try {
    checks.push({ name: 'database', result: 'pass', reason: `${engine}, schema up to date` });
    checks.push(...(await redisChecks(services)), await encryption(services));
    checks.push(...(await accounts(services)), ...(await jodooIntegrations(services)), await publicAddress(config));
  } finally {
    await services.close();
  }
  return checks;
}

function widget(): Check {
  return existsSync(join(widgetDist, 'app/.vite/manifest.json'))
    ? { name: 'widget', result: 'pass', reason: 'built' }
    : { name: 'widget', result: 'fail', reason: 'not built', remedy: 'Run pnpm build.' };
}

/** Whether Redis, where it is set, remembers used links as it must. */
async function redisChecks(services: Services): Promise<readonly Check[]> {
  const name = 'Redis';
  if (services.redis === undefined) return [];
  const { place } = services.redis.connection;
  try {
    await services.start();
  } catch (error) {
    const remedy = 'Check INLAY_REDIS_URL, the password and the network; see docs/operations.md, Redis.';
    return [{ name, result: 'fail', reason: (error as Error).message, remedy }];
  }
  const { ready, reason = '' } = services.redis.guard.state();
  if (!ready) {
    return [{ name, result: 'fail', reason: `${place}: ${reason}`, remedy: 'See docs/operations.md, Redis.' }];
  }
  if (services.redis.persistence() === 'aof')
    return [{ name, result: 'pass', reason: `${place}, with append-only file` }];
  const remedy = 'Set appendonly yes: else each restart of Redis makes links fail for a minute.';
  return [{ name, result: 'unknown', reason: `${place} keeps no append-only file`, remedy }];
}

/** Secrets of each kind that are tried. */
const secretsTried = 1_000;

/** Whether the ring opens what the database holds. */
async function encryption({ database, vault }: Services): Promise<Check> {
  const { opened, fault } = await trySealed(database, vault, secretsTried);
  const name = 'encryption keys';
  if (fault === undefined) return { name, result: 'pass', reason: `${opened} sealed secrets open` };
  const remedy = 'Put the key that sealed it back into INLAY_ENCRYPTION_KEYS.';
  return { name, result: 'fail', reason: `${fault.row}: ${fault.reason}`, remedy };
}

async function accounts({ database }: Services): Promise<readonly Check[]> {
  const vendors = await database.selectFrom('vendors').select(['id', 'name', 'admin_customer_id']).execute();
  if (vendors.length === 0) {
    const remedy = 'Make one: inlay vendors create --name "…".';
    return [{ name: 'vendors', result: 'fail', reason: 'there is none yet', remedy }];
  }
  const findings: Check[] = [{ name: 'vendors', result: 'pass', reason: `${vendors.length} set up` }];
  for (const { id, name, admin_customer_id: admin } of vendors) {
    const keys = await database
      .selectFrom('signing_keys')
      .select(sql<number>`count(*)`.as('count'))
      .where('vendor_id', '=', id)
      .where('status', '=', 'active')
      .executeTakeFirst();
    if ((keys?.count ?? 0) === 0) {
      const remedy = 'Register a public key with POST /api/v1/signing-keys.';
      findings.push({ name: `vendor ${name}`, result: 'fail', reason: 'no active signing key', remedy });
    }
    const closed = await database
      .selectFrom('customers')
      .select('id')
      .where('vendor_id', '=', id)
      .where('embedding_origins', '=', '[]')
      .execute();
    const unframed = closed.filter((customer) => customer.id !== admin);
    if (unframed.length > 0) {
      const remedy = 'Give each embeddingOrigins with PATCH /api/v1/customers/{id}.';
      const reason = `${unframed.length} customers have no embedding origin, so nothing can frame them`;
      findings.push({ name: `vendor ${name}`, result: 'unknown', reason, remedy });
    }
  }
  return findings;
}

/** Integration apps of Jodoo whose secret was refused when it was used last; the rest is for their own diagnosis. */
async function jodooIntegrations({ database }: Services): Promise<readonly Check[]> {
  const refused = await database
    .selectFrom('jodoo_integrations')
    .select(['id', 'name'])
    .where('secret_state', '=', 'refused')
    .orderBy('id')
    .limit(20)
    .execute();
  return refused.map(({ id, name }) => ({
    name: `Jodoo integration ${name}`,
    result: 'fail',
    reason: 'Jodoo refused its Suite Secret',
    remedy: `Write the new one, and see inlay doctor jodoo ${id}.`,
  }));
}

async function publicAddress({ publicOrigin }: Config): Promise<Check> {
  const name = 'public address';
  try {
    const answer = await fetch(`${publicOrigin}/health/ready`, { signal: AbortSignal.timeout(patience) });
    const skew = Math.abs(Date.parse(answer.headers.get('date') ?? '') - Date.now());
    if (!answer.ok)
      return {
        name,
        result: 'fail',
        reason: `${publicOrigin} answers ${answer.status}`,
        remedy: 'Read the server’s log.',
      };
    if (skew > 5_000) {
      const remedy = 'Set the clocks by NTP: links are good for 30 seconds.';
      return {
        name,
        result: 'fail',
        reason: `its clock is ${Math.round(skew / 1000)} s away from this machine’s`,
        remedy,
      };
    }
    return { name, result: 'pass', reason: `${publicOrigin} is ready` };
  } catch (error) {
    const { cause } = error as Error;
    const reason = `${publicOrigin} does not answer: ${cause instanceof Error ? cause.message : (error as Error).message}`;
    return {
      name,
      result: 'unknown',
      reason,
      remedy: 'Start the server with inlay serve, or check the proxy and its certificate.',
    };
  }
}
