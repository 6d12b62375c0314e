import type { Database } from '../database/open.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import type { AuthInfo } from './client.ts';

/** Milliseconds after which an unchanged state is noted anew. */
const noteInterval = 10 * 60_000;

/** Notes what an answer of Jodoo's says of the secret, unless that was replaced meanwhile: a refused code means a good one. */
export async function noteSecretState(
  database: Database,
  row: JodooIntegrationRow,
  answer: AuthInfo,
  now: number,
): Promise<void> {
  if (answer.kind === 'refused' && answer.code === 'jodoo_unavailable') return;
  const state = answer.kind === 'refused' && answer.code === 'jodoo_secret_invalid' ? 'refused' : 'accepted';
  if (row.secret_state === state && now - (row.secret_checked_at ?? 0) < noteInterval) return;
  // What is known of the secret is for the operator; nobody is kept from signing in by a note that failed.
  await database
    .updateTable('jodoo_integrations')
    .set({ secret_state: state, secret_checked_at: now })
    .where('id', '=', row.id)
    .where('sealed_suite_secret', '=', row.sealed_suite_secret)
    .execute()
    .catch(() => undefined);
}
