import type { DestinationStream } from 'pino';

/** Where blocks of lines go: pino's own destination for a file. */
export interface BlockDestination {
  readonly destroyed?: boolean;
  write(block: string): unknown;
  /** Waits until all is written. */
  flushSync(): void;
}

/** A destination of lines that can be made to write what it holds at once. */
export interface LineDestination extends DestinationStream {
  flushSync(): void;
}

/** Characters that make a block. */
const blockLength = 16_000;
/** Milliseconds that a line waits at most for its block to be full. */
const patience = 100;

/**
 * Gathers lines and hands them on in blocks, ten times a second or when one is full: a line by itself costs its
 * destination more than it costs to make the line. What waits when the process ends is written before it does.
 */
export function inBlocks(destination: BlockDestination): LineDestination {
  let lines: string[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;

  function hand(): void {
    const block = lines.join('');
    lines = [];
    length = 0;
    if (block !== '' && destination.destroyed !== true) destination.write(block);
  }

  function flushSync(): void {
    if (destination.destroyed === true) return;
    hand();
    destination.flushSync();
  }

  let isHeld = false;
  /** Before the destination's own listeners, which end it. A log that says nothing listens for nothing. */
  function hold(): void {
    isHeld = true;
    process.prependListener('beforeExit', hand);
    process.prependListener('exit', flushSync);
  }

  return {
    write(line) {
      if (!isHeld) hold();
      lines.push(line);
      length += line.length;
      if (length >= blockLength) hand();
      else {
        timer ??= setTimeout(() => {
          timer = undefined;
          hand();
        }, patience).unref();
      }
    },
    flushSync,
  };
}
