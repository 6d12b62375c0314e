import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/open.ts';
import { firstIdAt } from '../crypto/ids.ts';

const day = 86_400_000;
/** Milliseconds for which changes, and admissions and refusals of signed links, are kept: a year and a month. */
export const keptFor = 400 * day;
/**
 * Milliseconds for which refusals of links that nobody signed, or that were out of time, are kept. Anybody can cause them;
 * they help to see what went wrong, and prove nothing of anybody.
 */
export const unsignedKeptFor = 30 * day;

/** Rows that one statement looks at: few enough that requests do not wait for it. */
const batchSize = 200;
/** Milliseconds between two statements. */
const breath = 20;
/** Up to where refusals of unsigned links were looked for. */
const sweptSetting = 'audit.unsigned_swept';

/** Removes events that need not be kept at `now`, in small steps; stops between two of them where `signal` says so. */
export async function sweepAuditEvents(database: Database, now: number, signal?: AbortSignal): Promise<void> {
  await removeOld(database, firstIdAt('event', now - keptFor), signal);
  await removeUnsigned(database, firstIdAt('event', now - unsignedKeptFor), signal);
}

async function removeOld(database: Database, before: string, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    if (signal?.aborted) return;
    const oldest = database.selectFrom('audit_events').select('id').where('id', '<', before);
    const result = await database
      .deleteFrom('audit_events')
      .where('id', 'in', oldest.orderBy('id').limit(batchSize))
      .executeTakeFirst();
    if (Number(result.numDeletedRows) < batchSize) return;
    await pause(breath);
  }
}

/** Ids sort by age, so that each row is looked at once: the place where the last sweep ended is kept. */
async function removeUnsigned(database: Database, before: string, signal: AbortSignal | undefined): Promise<void> {
  const setting = database.selectFrom('settings').select('value').where('name', '=', sweptSetting);
  let swept = (await setting.executeTakeFirst())?.value ?? '';
  while (swept < before) {
    if (signal?.aborted) return;
    const last = await database
      .selectFrom('audit_events')
      .select('id')
      .where('id', '>', swept)
      .where('id', '<', before)
      .orderBy('id')
      .offset(batchSize - 1)
      .limit(1)
      .executeTakeFirst();
    const until = last?.id ?? before;
    await database
      .deleteFrom('audit_events')
      .where('id', '>', swept)
      .where('id', '<=', until)
      .where('outcome', '=', 'refused')
      .where((eb) => eb('detail', 'like', '{"signed":false%').or('code', '=', 'token_expired'))
      .execute();
    await database
      .insertInto('settings')
      .values({ name: sweptSetting, value: until })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: until }))
      .execute();
    swept = until;
    await pause(breath);
  }
}
