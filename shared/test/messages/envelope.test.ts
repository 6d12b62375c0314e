import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvelope } from '../../src/messages/envelope.ts';

const envelope = { type: 'ready', payload: { path: '/embedded/connections' }, v: 1, session: 'ses_1', seq: 1 };

describe('parseEnvelope', () => {
  it('reads an envelope', () => {
    expect(parseEnvelope(JSON.stringify(envelope))).toEqual(envelope);
    expect(parseEnvelope('{"type":"hello","payload":{},"v":1,"session":null}')).toMatchObject({ session: null });
  });

  it('ignores unknown types and members', () => {
    const text = JSON.stringify({ ...envelope, type: 'later', more: [1] });
    expect(parseEnvelope(text)).toMatchObject({ type: 'later', payload: envelope.payload });
  });

  it.each([
    ['no text', envelope],
    ['nothing', undefined],
    ['null', null],
    ['no JSON', '{'],
    ['an array', '[]'],
    ['a leading blank', ` ${JSON.stringify(envelope)}`],
    ['another version', JSON.stringify({ ...envelope, v: 2 })],
    ['a version as text', JSON.stringify({ ...envelope, v: '1' })],
    ['no type', JSON.stringify({ ...envelope, type: undefined })],
    ['a type that is no text', JSON.stringify({ ...envelope, type: 7 })],
    ['no payload', JSON.stringify({ ...envelope, payload: undefined })],
    ['null as payload', JSON.stringify({ ...envelope, payload: null })],
    ['a list as payload', JSON.stringify({ ...envelope, payload: [] })],
    ['a session that is no text', JSON.stringify({ ...envelope, session: {} })],
    ['a seq that is no number', JSON.stringify({ ...envelope, seq: '1' })],
    ['more than 64 Ki characters', JSON.stringify({ ...envelope, payload: { x: 'x'.repeat(65_536) } })],
    ['members of a prototype', '{"__proto__":{"type":"ready","payload":{},"v":1}}'],
  ])('A78: drops %s', (_what, data) => {
    expect(parseEnvelope(data)).toBeUndefined();
  });

  it('A78: never throws, whatever comes', () => {
    const member = fc.oneof(fc.json(), fc.constant(JSON.stringify('ready')), fc.constant('1'), fc.constant('{}'));
    const nearly = fc.tuple(member, member, member).map(([t, p, v]) => `{"type":${t},"payload":${p},"v":${v}}`);
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.json(), nearly), (data) => {
        const result = parseEnvelope(data);
        if (result === undefined) return;
        expect(result.v).toBe(1);
        expect(typeof result.type).toBe('string');
        expect(Array.isArray(result.payload)).toBe(false);
        expect(typeof result.payload).toBe('object');
      }),
      { numRuns: 2000 },
    );
    expect(parseEnvelope(`{"type":"ready","v":1,"payload":${'['.repeat(60_000)}`)).toBeUndefined();
  });
});
