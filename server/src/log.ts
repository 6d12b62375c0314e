import type { FastifyBaseLogger } from 'fastify';
import { destination as openDestination, pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { LogLevel } from './config.ts';
import { inBlocks } from './log-blocks.ts';
import { FieldLogger } from './log-fields.ts';
import { redact } from './log-redaction.ts';

/** The logger of the server. */
export type Logger = FastifyBaseLogger;

/**
 * Makes the structured log: one JSON object a line. Requests are logged by route and request id, never by address or
 * header, so that no token can be in them; redaction by name is the second line of defence.
 *
 * Lines to standard output are written in blocks, at least ten times a second and when the process ends. Where nobody reads
 * them for long, lines are lost, and their loss is told.
 */
export function createLogger(level: LogLevel, destination: DestinationStream = openOutput()): Logger {
  const options = {
    level,
    base: null,
    timestamp: isoTimestamp(),
    formatters: { level: (label: string) => ({ level: label }), log: redact },
    serializers: { err: describeError },
  };
  return new FieldLogger(pino(options, destination));
}

/** Bytes of lines that wait at most for whoever reads standard output. */
const waitingMax = 16 * 1024 * 1024;

function openOutput(): DestinationStream {
  const output = openDestination({ sync: false, maxLength: waitingMax });
  const lines = inBlocks(output);
  let lost = 0;
  output.on('drop', (block: string) => (lost += block.split('\n').length - 1));
  output.on('drain', () => {
    if (lost === 0) return;
    const fields = { level: 'error', time: new Date().toISOString(), lines: lost };
    lost = 0;
    lines.write(`${JSON.stringify({ ...fields, msg: 'log lines were lost: nobody read them in time' })}\n`);
  });
  return lines;
}

/** The member `time` of each line: ISO 8601 in UTC, of which all but the milliseconds is written once a second. */
function isoTimestamp(): () => string {
  let second = Number.NaN;
  let upToSecond = '';
  return () => {
    const now = Date.now();
    const milliseconds = now % 1000;
    if (now - milliseconds !== second) {
      second = now - milliseconds;
      upToSecond = new Date(second).toISOString().slice(0, -'000Z'.length);
    }
    return `,"time":"${upToSecond}${String(milliseconds).padStart(3, '0')}Z"`;
  };
}

/** What a log keeps of an error: its kind, code, message and stack; no property that a library hung on it. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: error.name, message: error.message, ...code, stack: error.stack };
}
