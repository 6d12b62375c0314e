import AjvCompiler from '@fastify/ajv-compiler';
import type { BuildCompilerFromPool } from '@fastify/ajv-compiler';
import type { ValidateFunction } from 'ajv';

/**
 * Fastify's own validators, each compiled when its route is first used instead of all of them at start: a server that
 * starts in order to admit somebody needs one of a hundred.
 */
export const buildLazyValidators: BuildCompilerFromPool = (schemas, options) => {
  let compile: ReturnType<BuildCompilerFromPool> | undefined;
  return (definition) => {
    let check: ValidateFunction | undefined;
    const lazy = (data: unknown): unknown => {
      compile ??= AjvCompiler()(schemas, unchecked(options));
      check ??= compile(definition);
      const verdict = check(data);
      Object.assign(lazy, { errors: check.errors });
      return verdict;
    };
    return lazy as ValidateFunction;
  };
};

type Options = Parameters<BuildCompilerFromPool>[1];

/** The schemas are TypeBox’s work: holding them against the meta-schema would take most of a first redemption’s time. */
function unchecked(options: Options): Options {
  if (options?.mode === 'JTD') return options;
  return { ...options, customOptions: { ...options?.customOptions, validateSchema: false } };
}
