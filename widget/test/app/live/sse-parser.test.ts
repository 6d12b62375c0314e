import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamParser } from '../../../src/app/live/sse-parser.ts';

function parse(...pieces: string[]) {
  const parser = new StreamParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

/** Cuts `text` at the given places. */
function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((one, other) => one - other);
  return [...ends, text.length].map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
}

describe('the parser of event streams', () => {
  it('reads type, id and data of an event', () => {
    expect(parse('id: evt_1\nevent: connectionStatusChange\ndata: {"a":1}\n\n')).toEqual([
      { type: 'connectionStatusChange', data: '{"a":1}', id: 'evt_1' },
    ]);
  });

  it('joins several lines of data by line feeds', () => {
    expect(parse('data: one\ndata: two\n\n')).toEqual([{ type: 'message', data: 'one\ntwo', id: '' }]);
  });

  it('takes one blank after the colon away, and no more', () => {
    expect(parse('data:  x\n\ndata:y\n\n').map(({ data }) => data)).toEqual([' x', 'y']);
  });

  it('ignores comments, unknown fields and events without data', () => {
    expect(parse(': tick\n\nretry: 5\n\nevent: nothing\n\nwhat: ever\ndata\n\n')).toEqual([
      { type: 'message', data: '', id: '' },
    ]);
  });

  it('keeps the last id for later events, and one with a NUL out', () => {
    expect(parse('id: 1\ndata: a\n\ndata: b\n\nid: x\0y\ndata: c\n\n').map(({ id }) => id)).toEqual(['1', '1', '1']);
  });

  it('forgets the type after an event', () => {
    expect(parse('event: a\ndata: 1\n\ndata: 2\n\n').map(({ type }) => type)).toEqual(['a', 'message']);
  });

  it('gives no event before its empty line has come', () => {
    expect(parse('data: 1\n')).toEqual([]);
  });

  it('refuses an event that never ends', () => {
    const parser = new StreamParser();
    expect(() => {
      for (let round = 0; round < 20; round += 1) parser.push(`data: ${'x'.repeat(20_000)}\n`);
    }).toThrow(RangeError);
    expect(() => new StreamParser().push('x'.repeat(300_000))).toThrow(RangeError);
  });

  it('reads the same events wherever the stream is cut and however its lines end', () => {
    const word = fc.string({ unit: fc.constantFrom('a', ' ', ':', 'é', '💡', '{', '"'), maxLength: 8 });
    const event = fc.record({
      type: word.map((text) => `t${text}`),
      data: fc.array(word, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 5 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.nat(400), { maxLength: 12 }),
        (events, end, places) => {
          const lines = events.flatMap(({ type, data }, index) => [
            `id: ${index}`,
            `event: ${type}`,
            ...data.map((line) => `data: ${line}`),
            '',
          ]);
          // A trailing comment, so that a last carriage return is known to be no half of a pair.
          const stream = [...lines, ':'].join(end);
          expect(parse(...cut(stream, places))).toEqual(
            events.map(({ type, data }, index) => ({ type, data: data.join('\n'), id: String(index) })),
          );
        },
      ),
    );
  });

  it('never throws on short input of any kind', () => {
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 60 })), (pieces) => void parse(...pieces)));
  });
});
