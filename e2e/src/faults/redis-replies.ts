import { readElements, wordsOf } from './resp.ts';

/** Commands that are answered with an error in place of being carried out. */
interface Refused {
  /** Such as `OOM command not allowed when used memory > 'maxmemory'.` */
  readonly error: string;
  readonly commands: RegExp;
}

/**
 * Puts answers of our own among those of Redis. A connection's answers come in the order of its commands, so each command
 * gets a place, and an answer leaves when all before it have left.
 */
export class RedisReplies {
  private unreadCommands: Buffer = Buffer.alloc(0);
  private unreadAnswers: Buffer = Buffer.alloc(0);
  /** Answers owed, oldest first; `undefined` while Redis owes them. */
  private owed: (Buffer | undefined)[] = [];
  /** A subscriber is told things that it did not ask for: its connection passes as it is. */
  private subscribed = false;

  /** Takes bytes of the client; returns those to pass on. */
  commands(chunk: Buffer, refused: Refused | undefined): Buffer {
    if (this.subscribed) return chunk;
    const buffer = Buffer.concat([this.unreadCommands, chunk]);
    const { elements, taken } = readElements(buffer);
    this.unreadCommands = buffer.subarray(taken);
    const passed: Buffer[] = [];
    for (const element of elements) {
      const words = wordsOf(element);
      this.subscribed ||= /^[ps]?subscribe$/i.test(words[0] ?? '');
      if (refused?.commands.test(words[0] ?? '') && !this.subscribed) {
        this.owed.push(Buffer.from(`-${refused.error}\r\n`));
      } else {
        this.owed.push(undefined);
        passed.push(element.bytes);
      }
    }
    return Buffer.concat(passed);
  }

  /** Takes bytes of Redis; returns what the client may have now. */
  answers(chunk: Buffer): Buffer {
    if (this.subscribed) return Buffer.concat([this.ready(), chunk]);
    const buffer = Buffer.concat([this.unreadAnswers, chunk]);
    const { elements, taken } = readElements(buffer);
    this.unreadAnswers = buffer.subarray(taken);
    for (const { bytes } of elements) {
      const place = this.owed.indexOf(undefined);
      if (place < 0) this.owed.push(bytes);
      else this.owed[place] = bytes;
    }
    return this.ready();
  }

  /** Answers whose turn has come. */
  ready(): Buffer {
    const place = this.owed.indexOf(undefined);
    const count = place < 0 ? this.owed.length : place;
    return Buffer.concat(this.owed.splice(0, count).filter((bytes) => bytes !== undefined));
  }
}
