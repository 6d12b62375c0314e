import AjvCompiler from '@fastify/ajv-compiler';
import type { BuildCompilerFromPool } from '@fastify/ajv-compiler';
import type { ValidateFunction } from 'ajv';

/** How bodies and parameters are judged: as they are, and all their faults at once. */
export const ajvOptions = { removeAdditional: false, coerceTypes: false, useDefaults: true, allErrors: true } as const;

/**
 * Fastify's own validators, each compiled when its route is first used instead of all of them at start: a server that
 * starts in order to admit somebody needs one of a hundred.
 */
export const buildLazyValidators: BuildCompilerFromPool = (schemas, options) => {
  let compile: ReturnType<BuildCompilerFromPool> | undefined;
  return (definition) =>
    lazily(() => {
      compile ??= AjvCompiler()(schemas, unchecked(options));
      return compile(definition);
    });
};

/** Judges bodies by `schema` as the routes do, for who receives them by other ways. */
export function bodyValidator(schema: object): ValidateFunction {
  return lazily(() => AjvCompiler()({}, unchecked({ customOptions: ajvOptions }))({ schema }));
}

function lazily(compile: () => ValidateFunction): ValidateFunction {
  let check: ValidateFunction | undefined;
  const lazy = (data: unknown): unknown => {
    check ??= compile();
    const verdict = check(data);
    Object.assign(lazy, { errors: check.errors });
    return verdict;
  };
  return lazy as ValidateFunction;
}

type Options = Parameters<BuildCompilerFromPool>[1];

/** The schemas are TypeBox’s work: holding them against the meta-schema would take most of a first redemption’s time. */
function unchecked(options: Options): Options {
  if (options?.mode === 'JTD') return options;
  return { ...options, customOptions: { ...options?.customOptions, validateSchema: false } };
}
