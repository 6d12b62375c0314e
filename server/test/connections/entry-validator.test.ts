import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entryValidatorSource } from '../../scripts/entry-validator.ts';
import { hasShape } from '../../src/connections/entry-shape.ts';
import { providers } from '../../src/connections/providers/index.ts';

/** The validator that the bundle has, made of its source. */
function ofSource(): ValidateFunction {
  const module = { exports: {} };
  const run = compileFunction(entryValidatorSource('commonjs'), ['module', 'exports', 'require']) as (
    ...parts: unknown[]
  ) => void;
  run(module, module.exports, createRequire(import.meta.url));
  return module.exports as ValidateFunction;
}

it('the bundle judges entries of the catalogue as the sources do, with the same faults', () => {
  const written = ofSource();
  const verdict = (check: ValidateFunction, entry: unknown): unknown => [check(entry), check.errors ?? null];
  for (const entry of providers) expect(verdict(written, entry)).toEqual([true, null]);

  const spoilt = fc
    .record({
      entry: fc.constantFrom(...providers),
      name: fc.oneof(fc.constantFrom('id', 'kind', 'fields', 'verification', 'account', 'hue', 'name'), fc.string()),
      value: fc.jsonValue({ maxDepth: 3 }),
    })
    .map(({ entry, name, value }) => ({ ...structuredClone(entry), [name]: value }));
  fc.assert(
    fc.property(fc.oneof(spoilt, fc.jsonValue()), (entry) => {
      expect(verdict(written, entry)).toEqual(verdict(hasShape, entry));
    }),
    { numRuns: 500 },
  );
});
