import { errorText, InlayError } from '@inlay/shared';
import { ConfigError, readConfig } from '../config.ts';
import { createServices } from '../services.ts';
import type { Services } from '../services.ts';

/** Runs a command on the services that the environment's settings name, and closes them whatever happens. */
export function withServices(run: (services: Services) => Promise<void>): Promise<void> {
  return failPlainly(async () => {
    const services = await createServices(readConfig(process.env));
    try {
      await run(services);
    } finally {
      await services.close();
    }
  });
}

/**
 * Runs a command whose failures a person reads: one line or two on stderr, no stack. The exit code is 2 for settings
 * that do not hold and 1 for everything else.
 */
export async function failPlainly(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    for (const line of explain(error)) console.error(line);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}

function explain(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.faults;
  if (error instanceof InlayError) {
    const { cause, remedy } = errorText(error.code);
    const details = (error.details ?? []).map(({ path, message }) => `  ${path} ${message}`);
    return [`${error.code}: ${error.detail ?? cause}`, ...details, remedy];
  }
  // A connection that several addresses refused is an AggregateError, whose own message is empty.
  if (error instanceof AggregateError) return error.errors.flatMap(explain);
  if (isPortTaken(error)) {
    return [`Port ${error.port} is taken by another program. End that program, or choose another port: INLAY_PORT.`];
  }
  return [error instanceof Error ? error.message : String(error)];
}

function isPortTaken(error: unknown): error is Error & { readonly port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
}
