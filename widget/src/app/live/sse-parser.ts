/** An event of a stream, as the HTML standard's section 9.2.6 reads it. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
  /** The last event id that the stream has named so far; empty before one was. */
  readonly id: string;
}

/** Longest unfinished event, in UTF-16 code units: a stream that exceeds it is not ours. */
const maxPending = 262_144;

/** Reads `text/event-stream` piece by piece, wherever the pieces are cut. */
export class StreamParser {
  #rest = '';
  #type = '';
  #data: string[] = [];
  #pending = 0;
  #id: string;

  /** `lastEventId`: the id from which the stream is resumed. */
  constructor(lastEventId = '') {
    this.#id = lastEventId;
  }

  /** Takes the next piece and returns the events that it completes; throws a RangeError when one grows too long. */
  push(piece: string): StreamEvent[] {
    const text = this.#rest + piece;
    const events: StreamEvent[] = [];
    const lineEnd = /\r\n|\n|\r/g;
    let start = 0;
    for (let end = lineEnd.exec(text); end !== null; end = lineEnd.exec(text)) {
      // A carriage return at the very end may be half of a pair: wait for what follows.
      if (end[0] === '\r' && lineEnd.lastIndex === text.length) break;
      this.#line(text.slice(start, end.index), events);
      start = lineEnd.lastIndex;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length + this.#pending > maxPending) throw new RangeError('event too long');
    return events;
  }

  #line(line: string, events: StreamEvent[]): void {
    if (line === '') return this.#dispatch(events);
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    this.#pending += value.length;
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
  }

  #dispatch(events: StreamEvent[]): void {
    if (this.#data.length > 0) {
      events.push({ type: this.#type || 'message', data: this.#data.join('\n'), id: this.#id });
    }
    this.#type = '';
    this.#data = [];
    this.#pending = 0;
  }
}
