import { sql } from 'kysely';
import { privateKeyRow } from '../accounts/signing-keys.ts';
import type { Database } from '../database/open.ts';
import type { Vault } from './sealing.ts';

/** Rows read at once. */
const pageSize = 200;

/**
 * Seals every stored secret with the newest key of the ring; says how many changed. Each row is written only if it still
 * holds what was read, so that a secret replaced meanwhile is never overwritten with its forerunner. Kept answers to
 * idempotent requests are left: they are gone within a day, and every key of the ring opens them.
 */
export async function rewrapSecrets(database: Database, vault: Vault): Promise<number> {
  const signingKeys = await rewrapTable(database, vault, 'signing_keys', 'sealed_private_key', privateKeyRow);
  const connections = await rewrapTable(database, vault, 'connections', 'sealed_credentials', credentialsRow);
  return signingKeys + connections;
}

/** The row that a connection's credentials are sealed for. */
export function credentialsRow(connectionId: string): string {
  return `connections/${connectionId}/credentials`;
}

async function rewrapTable(
  database: Database,
  vault: Vault,
  table: 'signing_keys' | 'connections',
  column: 'sealed_private_key' | 'sealed_credentials',
  rowOf: (id: string) => string,
): Promise<number> {
  const sealedColumn = sql.ref<string>(column);
  let changed = 0;
  for (let after = ''; ;) {
    const rows = await database
      .selectFrom(table)
      .select(['id', sealedColumn.as('sealed')])
      .where('id', '>', after)
      .where(sealedColumn, 'is not', null)
      .orderBy('id')
      .limit(pageSize)
      .execute();
    for (const { id, sealed } of rows) {
      if (vault.isCurrent(sealed)) continue;
      const renewed = await vault.seal(await vault.open(sealed, rowOf(id)), rowOf(id));
      const result = await database
        .updateTable(table)
        .set({ [column]: renewed })
        .where('id', '=', id)
        .where(sealedColumn, '=', sealed)
        .executeTakeFirst();
      changed += Number(result.numUpdatedRows);
    }
    const last = rows.at(-1);
    if (last === undefined) return changed;
    after = last.id;
  }
}
