import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { providerEntrySchema } from './provider-entry.ts';

/**
 * Whether an entry has the shape of the schema; `errors` has why not. By the same validator as the routes: TypeBox's own
 * costs each start as much as all of theirs. The bundle has in place of this file what Ajv writes for the schema, so that
 * entries are checked at each start and nothing is compiled for it: see `scripts/build.ts`.
 */
export const hasShape: ValidateFunction = new Ajv({ allErrors: true }).compile(providerEntrySchema);
