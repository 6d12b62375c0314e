import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { LogLevel } from './config.ts';

/** The logger of the server. */
export type Logger = FastifyBaseLogger;

/** Names whose values never reach a log, should an object that holds them ever be logged. */
const secretNames = ['token', 'sessionToken', 'authorization', 'cookie', 'apiKey', 'password', 'secret', 'credentials'];

/**
 * Makes the structured log: one JSON object a line. Requests are logged by route and request id, never by address or
 * header, so that no token can be in them; redaction by name is the second line of defence.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What a log keeps of an error: its kind, code, message and stack; no property that a library hung on it. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, message: error.message, ...code, stack: error.stack };
}
