import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { iatTolerance } from '../direct-links/claims.ts';
import type { GuardRow, GuardRows } from './replay-guard-rows.ts';
import { clientName } from './redis-connection.ts';
import type { RedisClient } from './redis-connection.ts';
import { clockSkewMax } from './redis-scripts.ts';
import type { RunScript } from './redis-scripts.ts';
import { readClientNames, readIdentity } from './redis-servers.ts';
import { markerKey, shards } from './shards.ts';

/** What holds of the store after it was examined. */
export interface Findings {
  readonly epoch: string;
  /** Run ids of the servers it was found whole on. */
  readonly servers: string;
  readonly refuseUntilIat: number;
  readonly losses: number;
  /** Claims so far, by shard. */
  readonly counts: readonly number[];
}

type Known = Pick<Findings, 'epoch' | 'servers'>;

export interface ExaminationLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface Marker {
  readonly epoch: string | null;
  readonly beatenAt: number;
  readonly count: number;
}

/** Milliseconds in which other processes must say that they see the same servers; one that does not may have died. */
const patience = 2_500;
/** Milliseconds in which the process that began an epoch sets the markers; one that does not may have died. */
const settling = 1_000;
/** Milliseconds by which the clocks of Redis and the database may come apart: records live for an hour of Redis's. */
const jumpMax = 25 * 60_000;
/** Seconds of `iat` that a loss makes unusable: 30 that a link may be ahead, and the greatest skew of clocks. */
const lossWindow = iatTolerance + clockSkewMax / 1000;

/** Examines the store and says what is known of it; the same for all processes, since the database decides. */
export interface Examination {
  /**
   * Compares the markers with the database and with what this process saw (`marks`, of the epoch `known`). Declares a
   * loss where it cannot be excluded. `undefined`: ask again shortly, others are still to be heard.
   */
  examine(known: Findings | undefined, marks: readonly number[]): Promise<Findings | undefined>;
  /**
   * Tells the database what this process has seen, and up to which `iat` it may admit links from here, `now` by Redis's
   * clock, until it is heard of again; `closed` when it claims nothing more.
   */
  report(known: Known, marks: readonly number[], now: number, closed: boolean): Promise<void>;
  /**
   * Has links refused that the database itself admitted of late, of which Redis does not know: where the setting changed,
   * or differs between processes. Asked after a report, which keeps the database from admitting more. Answers up to which
   * `iat` links are refused.
   */
  refuseOfDatabase(known: Pick<Findings, 'epoch' | 'refuseUntilIat'>, now: number): Promise<number>;
}

export function createExamination(parts: {
  /** Id of this process, by which its connections are named too. */
  readonly id: string;
  readonly client: RedisClient;
  readonly run: RunScript;
  readonly rows: GuardRows;
  readonly log: ExaminationLog;
  readonly clock: Clock;
  /** Greatest difference of clocks, in milliseconds. */
  readonly skewMax: number;
  /** Milliseconds for which a process may go on admitting after a report. */
  readonly reach: number;
}): Examination {
  const { id, client, run, rows, log, clock, skewMax, reach } = parts;
  /** Since when, by the monotonic clock, this process has seen the servers and the epoch that it now sees. */
  let servers = { identity: '', since: 0, seenAt: 0 };
  let epochSeen = { epoch: '', since: 0 };
  /** Milliseconds by which Redis's clock is ahead of the database's. */
  let clockOffset = 0;

  /**
   * Notes which servers answer. The time that others have to be heard runs only while Redis and the database answer one
   * look after the other: while Redis loads its data or the database is away, they can say nothing either.
   */
  function see(identity: string): void {
    const now = performance.now();
    const isOnce = servers.identity === identity && now - servers.seenAt < settling;
    servers = { identity, since: isOnce ? servers.since : now, seenAt: now };
  }

  const plant = (epoch: string): Promise<unknown> =>
    Promise.all(shards.map((shard) => run('inlayPlant', markerKey(shard), epoch)));

  async function redisTime(): Promise<number> {
    const [seconds = 0, microseconds = 0] = (await client.time()).map(Number);
    return seconds * 1000 + Math.floor(microseconds / 1000);
  }

  async function readMarkers(): Promise<readonly Marker[]> {
    const answers = await Promise.all(shards.map((shard) => client.hmget(markerKey(shard), 'e', 'b', 'n')));
    return answers.map(([epoch = null, beatenAt, count]) => ({
      epoch,
      beatenAt: Number(beatenAt),
      count: Number(count),
    }));
  }

  /** The first epoch. An installation that never used a Redis has lost nothing in it, whatever another left there. */
  async function begin(): Promise<void> {
    const epoch = newEpoch();
    if (await rows.begin(epoch, servers.identity)) await plant(epoch);
  }

  async function refuseOfDatabase(
    { epoch, refuseUntilIat }: Pick<Findings, 'epoch' | 'refuseUntilIat'>,
    now: number,
  ): Promise<number> {
    const admitted = await rows.databaseAdmittedUntil(now);
    // Some may be under way, which nobody sees yet.
    const iat = admitted === 0 ? 0 : Math.max(admitted, refusedAfter(now));
    if (iat <= refuseUntilIat) return refuseUntilIat;
    await rows.refuseUntil(epoch, iat);
    log.warn({ refuseUntilIat: iat }, 'links were admitted without Redis: those that may be among them are refused');
    return iat;
  }

  async function declareLoss(row: GuardRow, now: number, why: string): Promise<void> {
    const epoch = newEpoch();
    const refuseUntilIat = refusedAfter(now);
    if (!(await rows.declareLoss(row.epoch, epoch, servers.identity, refuseUntilIat))) return;
    log.error({ why, refuseUntilIat }, 'Redis may have lost used links: links that may be among them are refused');
    await plant(epoch);
  }

  /** Why the store may have lost something; `undefined` where it cannot have. */
  async function doubt(
    row: GuardRow,
    markers: readonly Marker[],
    marks: readonly number[],
  ): Promise<string | undefined> {
    if (markers.some(({ epoch }) => epoch === null)) return 'a marker is gone';
    if (markers.some(({ epoch }) => epoch !== row.epoch)) return 'a marker is of another epoch';
    if (markers.some(({ count }, shard) => count < (marks[shard] ?? 0))) return 'it counts fewer links than were used';
    const before = await rows.lastClockOffset();
    if (before !== undefined && Math.abs(clockOffset - before) > jumpMax) {
      return 'its clock was set, by which what it held may have run out';
    }
    return undefined;
  }

  /**
   * Other servers answer than before: one started anew, or a replica was promoted. Whatever was claimed on the old ones
   * is compared, and that takes the word of every process that claimed there. Answers why something may be lost,
   * `wait` while somebody is still to be heard, or `undefined`.
   */
  async function doubtAfterMove(epoch: string, markers: readonly Marker[]): Promise<string | undefined> {
    const others = (await rows.witnesses()).filter((witness) => witness.id !== id && witness.epoch === epoch);
    if (others.some(({ marks }) => markers.some(({ count }, shard) => count < (marks[shard] ?? 0)))) {
      return 'it counts fewer links than another process saw used';
    }
    if (others.every((witness) => witness.closed || witness.servers === servers.identity)) return undefined;
    return isYoung(servers.since, patience) ? 'wait' : 'a process that used it cannot be asked what it saw';
  }

  /**
   * Closes the books of processes that ended without a word: their connections are gone, so what they claimed is counted
   * by now. One that only lost its connection opens them again before it claims anything.
   */
  async function closeForSilent(epoch: string): Promise<void> {
    const others = (await rows.witnesses()).filter(
      (other) => other.id !== id && other.epoch === epoch && !other.closed,
    );
    if (others.length === 0) return;
    const connected = await readClientNames(client);
    const silent = others.filter((other) => !connected.has(clientName(other.id)));
    if (silent.length === 0) return;
    const markers = await readMarkers();
    // Counted on the servers and in the epoch that all of this holds for, also now.
    if (markers.some((marker) => marker.epoch !== epoch)) return;
    if ((await readIdentity(client)) !== servers.identity) return;
    const counts = markers.map(({ count }) => count);
    for (const other of silent) await rows.close(other, counts);
  }

  async function report(known: Known, marks: readonly number[], now: number, closed: boolean): Promise<void> {
    // Nobody is admitted by a clock that is further ahead of Redis's.
    const latest = Math.min(clock(), now + skewMax) + (closed ? 0 : reach);
    const iatMax = Math.ceil(latest / 1000) + iatTolerance;
    await rows.report({ id, epoch: known.epoch, servers: servers.identity, marks, closed, clockOffset, iatMax });
    // Who may not list clients goes without: after a double failure links are then refused for a time, to be safe.
    if (!closed && known.servers === servers.identity) await closeForSilent(known.epoch).catch(() => undefined);
  }

  async function examine(known: Findings | undefined, seen: readonly number[]): Promise<Findings | undefined> {
    const identity = await readIdentity(client);
    const row = await rows.read();
    const now = await redisTime();
    const markers = await readMarkers();
    see(identity);
    if (row === undefined) {
      await begin();
      return undefined;
    }
    if (epochSeen.epoch !== row.epoch) epochSeen = { epoch: row.epoch, since: performance.now() };
    clockOffset = now - row.now;
    const isKnown = known?.epoch === row.epoch;
    const why = await doubt(row, markers, isKnown ? seen : []);
    if (why !== undefined) {
      // Whoever began an epoch that is new here may not have set all its markers yet.
      if (isKnown || !isYoung(epochSeen.since, settling)) await declareLoss(row, now, why);
      return undefined;
    }
    const counts = markers.map(({ count }) => count);
    await report(row, isKnown ? seen : counts, now, false);
    if (row.servers !== identity) {
      const moved = await doubtAfterMove(row.epoch, markers);
      if (moved === undefined) await rows.moveServers(row.epoch, row.servers, identity);
      else if (moved !== 'wait') await declareLoss(row, now, moved);
      return undefined;
    }
    const revived = await Promise.all(
      shards.map((shard) => run('inlayRevive', markerKey(shard), row.epoch, counts[shard] ?? 0)),
    );
    if (revived.some((answer) => answer !== 1)) return undefined;
    return { ...row, refuseUntilIat: await refuseOfDatabase(row, now), counts };
  }

  return { examine, report, refuseOfDatabase };
}

function isYoung(since: number, milliseconds: number): boolean {
  return performance.now() - since < milliseconds;
}

function newEpoch(): string {
  return randomBytes(8).toString('hex');
}

/** The last `iat`, in seconds, of a link that may have been used before `now` (milliseconds, by Redis's clock). */
function refusedAfter(now: number): number {
  return Math.ceil(now / 1000) + lossWindow;
}
