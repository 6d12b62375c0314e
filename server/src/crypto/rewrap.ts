import { sql } from 'kysely';
import type { Database } from '../database/open.ts';
import { sealedColumns } from './sealed-columns.ts';
import type { SealedColumn } from './sealed-columns.ts';
import { UnsealError } from './sealing.ts';
import type { Vault } from './sealing.ts';

/** What came of sealing everything anew. */
export interface Rewrapped {
  /** Secrets that another key sealed, and the newest does now. */
  readonly changed: number;
  /** The rows of secrets that do not open with any key of the ring, for which they are bound: left as they stand. */
  readonly unreadable: readonly string[];
}

/** Rows read at once. */
const pageSize = 200;

/**
 * Seals every stored secret with the newest key of the ring. Each row is written only if it still holds what was read, so
 * that a secret replaced meanwhile is never overwritten with its forerunner. What does not open stays as it is, and keeps
 * nothing else from being sealed anew. Left out is what is gone by itself: kept answers to idempotent requests within a
 * day, the state of flows within minutes, the journal of renewals within seconds; every key of the ring opens them.
 */
export async function rewrapSecrets(database: Database, vault: Vault): Promise<Rewrapped> {
  let changed = 0;
  const unreadable: string[] = [];
  for (const column of sealedColumns) {
    const done = await rewrapColumn(database, vault, column);
    changed += done.changed;
    unreadable.push(...done.unreadable);
  }
  return { changed, unreadable };
}

async function rewrapColumn(
  database: Database,
  vault: Vault,
  { table, column, key, rowOf }: SealedColumn,
): Promise<Rewrapped> {
  const sealedColumn = sql.ref<string>(column);
  let changed = 0;
  const unreadable: string[] = [];
  for (let after = ''; ;) {
    const rows = await database
      .selectFrom(table)
      .select([key.as('key'), sealedColumn.as('sealed')])
      .where(key, '>', after)
      .where(sealedColumn, 'is not', null)
      .orderBy(key)
      .limit(pageSize)
      .execute();
    for (const { key: name, sealed } of rows) {
      if (vault.isCurrent(sealed)) continue;
      const text = await vault.open(sealed, rowOf(name)).catch(passOverUnreadable);
      if (text === undefined) {
        unreadable.push(rowOf(name));
        continue;
      }
      const result = await database
        .updateTable(table)
        .set({ [column]: await vault.seal(text, rowOf(name)) })
        .where(key, '=', name)
        .where(sealedColumn, '=', sealed)
        .executeTakeFirst();
      changed += Number(result.numUpdatedRows);
    }
    const last = rows.at(-1);
    if (last === undefined) return { changed, unreadable };
    after = last.key;
  }
}

function passOverUnreadable(error: unknown): undefined {
  if (!(error instanceof UnsealError)) throw error;
}
