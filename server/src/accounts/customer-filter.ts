import { parseReference } from '@inlay/shared';
import type { Database } from '../database/open.ts';
import { whereReference } from './directory.ts';

/**
 * The id of the customer that a list is narrowed to; `undefined` for no such wish. A customer that is not there gets an
 * id that nothing bears: the list is empty. An id is taken as it is, so that what is kept of a deleted customer is found.
 */
export async function customerFilter(
  database: Database,
  vendorId: string,
  text: string | undefined,
): Promise<string | undefined> {
  if (text === undefined) return undefined;
  const reference = parseReference(text);
  if (reference === undefined) return '';
  if ('id' in reference) return reference.id;
  const row = await database
    .selectFrom('customers')
    .select('id')
    .where('vendor_id', '=', vendorId)
    .where(...whereReference(reference))
    .executeTakeFirst();
  return row?.id ?? '';
}
