import { InlayError, isPublicId } from '@inlay/shared';
import type { Database } from '../database/open.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';

/** Finds an integration of whichever vendor, for the operator. Throws `not_found`. */
export async function findIntegration(database: Database, id: string): Promise<JodooIntegrationRow> {
  const row = isPublicId(id, 'jodooIntegration')
    ? await database.selectFrom('jodoo_integrations').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (row === undefined) throw new InlayError('not_found', { detail: `there is no integration ${id}` });
  return row;
}
