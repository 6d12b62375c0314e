import type { Migration } from 'kysely/migration';
import * as accounts from './0001-accounts.ts';
import * as replayGuard from './0002-replay-guard.ts';
import * as oauth from './0003-oauth.ts';
import * as jodoo from './0004-jodoo.ts';
import * as witnessReach from './0005-witness-reach.ts';

/** All migrations, in order; a released one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-accounts': accounts,
  '0002-replay-guard': replayGuard,
  '0003-oauth': oauth,
  '0004-jodoo': jodoo,
  '0005-witness-reach': witnessReach,
};
