import type { Transaction } from 'kysely';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Vault } from '../crypto/sealing.ts';
import type { Database } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import type { Directory } from './directory.ts';
import { noteAccountChange } from './versions.ts';

/** What the functions that change accounts work with. */
export interface AccountServices {
  readonly database: Database;
  readonly directory: Directory;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly vault: Vault;
}

/** Who changes something, for the audit. */
export interface Author {
  /** `api_key:key_…`, `cli`, `system`. */
  readonly actor: string;
  readonly requestId?: string;
}

/**
 * Runs one change of a vendor's accounts or keys in one transaction, and has this process and all others forget what
 * they cached of that vendor. `change` uses `transaction` alone: the embedded database has one connection.
 */
export async function changeAccounts<Result>(
  services: AccountServices,
  vendorId: string,
  change: (transaction: Transaction<Schema>, now: number) => Promise<Result>,
): Promise<Result> {
  const now = services.clock();
  try {
    return await services.database.transaction().execute(async (transaction) => {
      await noteAccountChange(transaction, vendorId);
      return change(transaction, now);
    });
  } finally {
    // Also after a failure: a commit whose answer was lost may have happened.
    services.directory.changed(vendorId);
  }
}
