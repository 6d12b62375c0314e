import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { privateKeyRow } from '../accounts/signing-keys.ts';
import type { Database } from '../database/open.ts';
import type { Vault } from './sealing.ts';
import { suiteSecretRow } from '../jodoo/types.ts';

/** A column of sealed texts: how a row is told apart, and for which row its text was sealed. */
export interface SealedColumn {
  readonly table: 'signing_keys' | 'connections' | 'provider_settings' | 'jodoo_integrations';
  readonly column: string;
  /** SQL text that names one row, and sorts. */
  readonly key: RawBuilder<string>;
  readonly rowOf: (key: string) => string;
}

/** Every column that holds what is to be opened for as long as its row lives. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'signing_keys', column: 'sealed_private_key', key: sql`id`, rowOf: privateKeyRow },
  { table: 'connections', column: 'sealed_credentials', key: sql`id`, rowOf: credentialsRow },
  {
    table: 'provider_settings',
    column: 'sealed_client_secret',
    key: sql`vendor_id || '/' || provider`,
    rowOf: (key) => `provider_settings/${key}/client_secret`,
  },
  { table: 'jodoo_integrations', column: 'sealed_suite_secret', key: sql`id`, rowOf: suiteSecretRow },
];

/** The row that a connection's credentials are sealed for. */
export function credentialsRow(connectionId: string): string {
  return `connections/${connectionId}/credentials`;
}

/** Tries the newest `limit` texts of each column: how many open, and the first of them that does not. */
export async function trySealed(
  database: Database,
  vault: Vault,
  limit: number,
): Promise<{ readonly opened: number; readonly fault?: { readonly row: string; readonly reason: string } }> {
  let opened = 0;
  for (const { table, column, key, rowOf } of sealedColumns) {
    const sealedColumn = sql.ref<string>(column);
    const rows = await database
      .selectFrom(table)
      .select([key.as('key'), sealedColumn.as('sealed')])
      .where(sealedColumn, 'is not', null)
      .orderBy(key, 'desc')
      .limit(limit)
      .execute();
    for (const { key: name, sealed } of rows) {
      const row = rowOf(name);
      try {
        await vault.open(sealed, row);
        opened += 1;
      } catch (error) {
        return { opened, fault: { row, reason: (error as Error).message } };
      }
    }
  }
  return { opened };
}
