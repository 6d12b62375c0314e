import type { Migration } from 'kysely/migration';
import * as accounts from './0001-accounts.ts';
import * as replayGuard from './0002-replay-guard.ts';

/** All migrations, in order; a released one is never changed. */
export const migrations: Record<string, Migration> = { '0001-accounts': accounts, '0002-replay-guard': replayGuard };
