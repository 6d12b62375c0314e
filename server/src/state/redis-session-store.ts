import { linkOfSession } from '../sessions/session-id.ts';
import { answered } from './redis-connection.ts';
import { createLinkChecks } from './link-checks.ts';
import type { RedisClient } from './redis-connection.ts';
import type { RunScript } from './redis-scripts.ts';
import type { ReplayGuard } from './replay-guard.ts';
import { packSession, reasonNumber, unpackSession } from './session-codec.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';
import { idsOf, indexEntry, indexKey, recordKey, shardOf, shards } from './shards.ts';
import { createUnansweredClaims } from './unanswered-claims.ts';

/**
 * Milliseconds for which a record is kept after its last use: the thirty minutes without use after which a session ends,
 * and as many again, in which its end has a reason. The link itself could be accepted for two minutes at most, with
 * clocks that differ as much as they may (RFC 7519 §4.1.7 asks for no less).
 */
export const recordLifetime = 60 * 60_000;
interface UnansweredClaim {
  readonly record: SessionRecord;
  readonly bytes: Buffer;
}

/**
 * Keeps sessions in Redis, one key each: claiming a link and opening its session is one script on one node. Beside them
 * each shard lists a vendor's sessions, for the partner API.
 */
export function createRedisSessionStore(
  client: RedisClient,
  runScript: RunScript,
  guard: ReplayGuard,
  isCluster: boolean,
): SessionStore {
  const run: RunScript = (name, ...words) => answered(runScript(name, ...words));
  const check = createLinkChecks(runScript, isCluster);

  const unanswered = createUnansweredClaims<UnansweredClaim>(async ({ record, bytes }) => {
    const { link, vendorId, customerId, id } = record;
    const keys = [recordKey(link), indexKey(shardOf(link), vendorId)];
    return (await run('inlayRelease', ...keys, bytes, indexEntry(id, customerId))) === 1;
  });
  guard.onBeat(() => unanswered.takeBack());

  /** Takes back what this process itself may have claimed of a link, where Redis can be asked. */
  function settle(link: string): Promise<void> {
    guard.enter(shardOf(link));
    return unanswered.settle(link);
  }

  async function read(link: string): Promise<SessionRecord | undefined> {
    const { epoch } = guard.enter(shardOf(link));
    const bytes = await answered(client.getBuffer(recordKey(link)));
    if (bytes === null) return undefined;
    const stored = unpackSession(link, bytes);
    // What was ended since may have come back with an older state of the store: such sessions are over.
    return stored.epoch === epoch ? stored.record : undefined;
  }

  async function readAll(ids: readonly string[]): Promise<readonly SessionRecord[]> {
    const links = ids.map(linkOfSession).filter((link) => link !== undefined);
    const records = await Promise.all(links.map(read));
    return records.filter((record) => record !== undefined);
  }

  return {
    start: () => guard.start(),

    async open(record) {
      await guard.start();
      guard.checkIat(record.linkIat);
      const { link, vendorId, customerId, id } = record;
      if (!unanswered.isEmpty()) await settle(link);
      const ticket = guard.enter(shardOf(link));
      const bytes = packSession(record, ticket.epoch);
      const entry = indexEntry(id, customerId);
      const claim = { vendorId, entry, record: bytes, lifetime: recordLifetime };
      let answer: unknown;
      try {
        answer = await answered(check(link, ticket, claim));
        const count = guard.accept(ticket, answer);
        if (count > 0) guard.noteClaim(ticket.shard, count);
        return count > 0 ? 'opened' : 'used';
      } catch (error) {
        // Any answer but a count says that nothing was claimed.
        if (answer === undefined || Number(answer) > 0) unanswered.add(link, { record, bytes });
        throw error;
      }
    },

    async linkState(link, iat) {
      await guard.start();
      guard.checkIat(iat);
      if (!unanswered.isEmpty()) await settle(link);
      const ticket = guard.enter(shardOf(link));
      return guard.accept(ticket, await answered(check(link, ticket))) === 0 ? 'fresh' : 'used';
    },

    find: read,

    async findById(vendorId, id) {
      const link = linkOfSession(id);
      const record = link === undefined ? undefined : await read(link);
      return record?.vendorId === vendorId && record.id === id ? record : undefined;
    },

    async list({ vendorId, customerId, after, limit }) {
      const lists = shards.map((shard) => client.zrange(indexKey(shard, vendorId), '0', '-1'));
      const entries = await answered(Promise.all(lists));
      const all = idsOf(entries.flat(), customerId);
      const ids = (after === undefined ? all : all.filter((id) => id < after)).sort().toReversed();
      const found: SessionRecord[] = [];
      for (let at = 0; at < ids.length && found.length < limit; at += limit) {
        const page = await readAll(ids.slice(at, at + limit));
        const own = page.filter((record) => record.vendorId === vendorId);
        found.push(...own.filter((record) => customerId === undefined || record.customerId === customerId));
      }
      return found.slice(0, limit);
    },

    async touch(link, at) {
      const record = await read(link);
      if (record === undefined) return;
      const keys = [recordKey(link), indexKey(shardOf(link), record.vendorId)];
      await run('inlayTouch', ...keys, at, recordLifetime, indexEntry(record.id, record.customerId));
    },

    async end(link, reason, at) {
      guard.enter(shardOf(link));
      return (await run('inlayEnd', recordKey(link), at, reasonNumber(reason))) === 1;
    },

    // Redis forgets each record by itself when its time is up.
    sweep: async () => 0,

    close: () => guard.close(),
  };
}
