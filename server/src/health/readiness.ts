import { readDatabaseTime } from '../database/now.ts';
import type { Services } from '../services.ts';
import { readWaitForRedis } from '../state/kept-in-redis.ts';

/** One thing that admission rests on. */
export interface HealthCheck {
  readonly status: 'up' | 'down';
  /** Why it is down, in words without a secret. */
  readonly reason?: string;
  /** Milliseconds by which its clock is ahead of this process's. */
  readonly clockSkewMs?: number;
  /** What works now but may not after the next fault. */
  readonly warnings?: readonly string[];
}

/** Whether somebody could be admitted now, and what that rests on. */
export interface Readiness {
  readonly isReady: boolean;
  readonly checks: Readonly<Record<string, HealthCheck>>;
}

/** Milliseconds of difference that a person should hear of: a link is good for thirty seconds either way. */
const skewToTell = 5_000;

const keptInRedis =
  'does not know of links that other processes keep in Redis, or did until just now: set INLAY_REDIS_URL alike for all';

/** Looks at every dependency. */
export async function readReadiness(services: Services): Promise<Readiness> {
  const { lifecycle, redis, clock } = services;
  const checks: Record<string, HealthCheck> = { database: await checkDatabase(services) };
  if (redis !== undefined) checks['redis'] = checkRedis(redis, clock());
  if (lifecycle.isDraining) checks['process'] = { status: 'down', reason: 'ending' };
  return { isReady: Object.values(checks).every(({ status }) => status === 'up'), checks };
}

async function checkDatabase({ database, redis, clock }: Services): Promise<HealthCheck> {
  try {
    const startedAt = clock();
    const time = await readDatabaseTime(database);
    const clockSkewMs = Math.round(time - (startedAt + clock()) / 2);
    const wait = redis === undefined ? await readWaitForRedis(database, clock()) : 0;
    if (wait > 0) return { status: 'down', reason: keptInRedis, clockSkewMs };
    return { status: 'up', clockSkewMs, ...warningsOf(skewWarning(clockSkewMs)) };
  } catch {
    return { status: 'down', reason: 'does not answer' };
  }
}

function checkRedis(redis: NonNullable<Services['redis']>, now: number): HealthCheck {
  const { ready, reason, clockSkew, refuseUntilIat } = redis.guard.state();
  const skew = clockSkew === undefined ? {} : { clockSkewMs: clockSkew };
  if (!ready) return { status: 'down', ...(reason === undefined ? {} : { reason }), ...skew };
  const isAfterLoss = refuseUntilIat * 1000 > now;
  return {
    status: 'up',
    ...skew,
    ...warningsOf(
      skewWarning(clockSkew ?? 0),
      redis.persistence() === 'none' ? 'keeps no append-only file: set appendonly yes' : undefined,
      isAfterLoss ? `may not know of used links: links with an iat up to ${refuseUntilIat} are refused` : undefined,
    ),
  };
}

function skewWarning(milliseconds: number): string | undefined {
  return Math.abs(milliseconds) < skewToTell ? undefined : 'its clock and this machine’s are apart: set both by NTP';
}

function warningsOf(...warnings: readonly (string | undefined)[]): { warnings?: readonly string[] } {
  const found = warnings.filter((warning) => warning !== undefined);
  return found.length === 0 ? {} : { warnings: found };
}
