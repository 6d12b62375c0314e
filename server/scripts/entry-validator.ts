import { Ajv } from 'ajv';
import writeValidator from 'ajv/dist/standalone/index.js';
import { providerEntrySchema } from '../src/connections/provider-entry.ts';

/** The source of the function that `src/connections/entry-shape.ts` has compiled at each start, as Ajv writes it. */
export function entryValidatorSource(form: 'module' | 'commonjs'): string {
  const ajv = new Ajv({ allErrors: true, code: { source: true, esm: form === 'module' } });
  return writeValidator.default(ajv, ajv.compile(providerEntrySchema));
}
