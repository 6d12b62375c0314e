import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inDialect, parseNavigation } from '../../../src/app/host-channel/dialect.ts';

const origin = 'https://inlay.test';
const navigation = (url: unknown, more = {}) => JSON.stringify({ type: 'navigation', payload: { url }, ...more });

describe('an event in the dialect', () => {
  it('says that the page is loaded, and where', () => {
    expect(inDialect('ready', { path: '/embedded/connections', locale: 'en' })).toEqual([
      { type: 'loaded', payload: { url: '/embedded/connections' } },
      { type: 'ready', payload: { path: '/embedded/connections', locale: 'en' } },
    ]);
  });

  it('keeps the shapes such hosts parse, with our members beside theirs', () => {
    expect(inDialect('navigated', { path: '/embedded/providers/x', replaced: true })).toEqual([
      { type: 'navigated', payload: { url: '/embedded/providers/x', path: '/embedded/providers/x', replaced: true } },
    ]);
    expect(inDialect('error', { code: 'popup_closed', message: 'm', requestId: null, retryable: true })).toEqual([
      {
        type: 'error',
        payload: { type: 'popup_closed', code: 'popup_closed', message: 'm', requestId: null, retryable: true },
      },
    ]);
    expect(inDialect('heightChange', { height: 5 })).toEqual([{ type: 'heightChange', payload: { height: 5 } }]);
  });

  it('says no more than code and request id of a refusal before admission', () => {
    expect(inDialect('error', { code: 'token_expired', requestId: 'req_1' })).toEqual([
      {
        type: 'error',
        payload: { type: 'token_expired', code: 'token_expired', message: 'token_expired', requestId: 'req_1' },
      },
    ]);
  });
});

describe('navigation, the one message of such hosts', () => {
  it.each([
    ['/embedded/connections', '/embedded/connections'],
    ['https://inlay.test/embedded/providers/x', '/embedded/providers/x'],
    ['/embedded/connections?a=1#b', '/embedded/connections'],
  ])('leads from %s to %s', (url, path) => {
    expect(parseNavigation(navigation(url), origin)).toBe(path);
    expect(parseNavigation(navigation(url, { v: 1, wk: true }), origin)).toBe(path);
  });

  it.each([
    'https://evil.test/embedded/connections',
    '//evil.test/embedded/connections',
    '\\\\evil.test/embedded/connections',
    '/..//evil.test',
    'javascript:alert(1)',
    'http://inlay.test/embedded/connections',
    'https://inlay.test.evil.test/',
    '',
    null,
    7,
    'x'.repeat(3000),
  ])('A78: leads nowhere from %j', (url) => {
    expect(parseNavigation(navigation(url), origin)).toBeUndefined();
  });

  it('A78: is a path of our own origin or nothing, whatever comes, without a throw', () => {
    const message = fc.oneof(fc.string(), fc.webUrl(), fc.webPath(), fc.jsonValue()).map((url) => navigation(url));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), message), (data) => {
        const path = parseNavigation(data, origin) ?? '/';
        const { origin: reached, pathname } = new URL(path, origin);
        expect(reached + pathname).toBe(origin + path);
      }),
      { numRuns: 500 },
    );
  }, 30_000);
});
