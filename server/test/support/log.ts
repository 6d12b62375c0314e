import { createLogger } from '../../src/log.ts';
import type { Logger } from '../../src/log.ts';

/** The server's own logger, writing to memory. */
export interface CapturedLog {
  readonly logger: Logger;
  readonly lines: readonly string[];
  /** Everything that was logged, for tests that look for a canary. */
  text(): string;
}

/** Makes a log at its most talkative level. */
export function captureLog(): CapturedLog {
  const lines: string[] = [];
  const logger = createLogger('trace', { write: (line) => void lines.push(line) });
  return { logger, lines, text: () => lines.join('') };
}
