import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/app/host-channel/commands.ts';

const command = (type: string, payload: unknown) => JSON.stringify({ type, payload, v: 1 });

describe('a command on the port', () => {
  it.each([
    ['navigate', { path: '/embedded/connections' }],
    ['theme', { theme: 'dark' }],
    ['locale', { locale: 'zh-Hans-CN' }],
    ['renew', { link: 'https://inlay.test/direct_link?token=a' }],
    ['close', {}],
  ])('is read when it is %s', (type, payload) => {
    expect(parseCommand(command(type, payload))).toEqual({ type, payload });
  });

  it('loses members that nobody knows', () => {
    expect(parseCommand(command('close', { all: true }))).toEqual({ type: 'close', payload: {} });
    expect(parseCommand(command('navigate', { path: '/', replaced: true }))?.payload).toEqual({ path: '/' });
  });

  it.each([
    ['navigate', {}],
    ['navigate', { path: '' }],
    ['navigate', { path: ['/'] }],
    ['navigate', { path: '/'.repeat(2049) }],
    ['theme', { theme: 'pink' }],
    ['theme', { theme: null }],
    ['locale', { locale: 'de"><script>' }],
    ['locale', { locale: 'x'.repeat(36) }],
    ['renew', { link: 1 }],
    ['renew', { link: 'a'.repeat(8193) }],
    ['renewed', { session: 's' }],
    ['constructor', {}],
    ['__proto__', {}],
    ['close', null],
    ['close', []],
  ])('A78: is dropped when it is %s %j', (type, payload) => {
    expect(parseCommand(command(type, payload))).toBeUndefined();
  });

  it('A78: is a command of the list or nothing, whatever comes, without a throw', () => {
    const types = fc.constantFrom('navigate', 'theme', 'locale', 'renew', 'close');
    const names = fc.constantFrom('path', 'theme', 'locale', 'link', '__proto__');
    const message = fc
      .tuple(types, fc.dictionary(names, fc.jsonValue()))
      .map(([type, payload]) => JSON.stringify({ type, payload, v: 1 }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), message), (data) => {
        const parsed = parseCommand(data);
        if (parsed === undefined) return;
        for (const value of Object.values<unknown>(parsed.payload)) {
          expect(value).toSatisfy((text) => typeof text === 'string' && text.length <= 8192);
        }
      }),
      { numRuns: 500 },
    );
  });
});
