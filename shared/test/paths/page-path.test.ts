import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalIdMaxLength } from '../../src/ids.ts';
import { connectionPath, defaultPagePath, parsePagePath, providerPath } from '../../src/paths/page-path.ts';

const own = 'https://inlay.example';
const id = 'con_0123456789abcdef';

const tokens =
  '/ // \\ .. . %2e %2E %2f %5c ? # @ : ; E % %25 ü embedded /embedded/connections /embedded/connections/ ' +
  '/embedded/providers/ jodoo x evil.example https:// https: http://';
const part = fc.constantFrom('\t', ' ', id, own, ...tokens.split(' '));
const pieced = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));

describe('parsePagePath', () => {
  it('names the page of each path', () => {
    expect(parsePagePath(defaultPagePath, own)).toEqual({ name: 'connections', path: '/embedded/connections' });
    expect(parsePagePath(`/embedded/connections/${id}`, own)).toEqual({
      name: 'connection',
      path: `/embedded/connections/${id}`,
      connection: { id },
    });
    expect(parsePagePath('/embedded/connections/E42%2F7', own)).toEqual({
      name: 'connection',
      path: '/embedded/connections/E42%2F7',
      connection: { externalId: '42/7' },
    });
    expect(parsePagePath('/embedded/providers/jodoo', own)).toEqual({
      name: 'provider',
      path: '/embedded/providers/jodoo',
      provider: 'jodoo',
    });
  });

  it('takes an absolute URL on this server’s own origin', () => {
    expect(parsePagePath(`${own}/embedded/connections`, own)?.path).toBe('/embedded/connections');
    expect(parsePagePath(`${own}:443/embedded/connections`, own)?.path).toBe('/embedded/connections');
    expect(parsePagePath('http://localhost:4000/embedded/connections', 'http://localhost:4000')?.path).toBe(
      '/embedded/connections',
    );
  });

  it('A60: resolves dot segments before it looks, and hands out what it looked at', () => {
    expect(parsePagePath('/x/../embedded/connections', own)?.path).toBe('/embedded/connections');
    expect(parsePagePath('/x/%2e%2e/embedded/./connections', own)?.path).toBe('/embedded/connections');
    expect(parsePagePath('/embedded/connections/%2e%2e', own)).toBeUndefined();
    expect(parsePagePath('/embedded/connections/.%2E', own)).toBeUndefined();
    expect(parsePagePath('/embedded/connections/../providers', own)).toBeUndefined();
  });

  it.each([
    '/..//evil.example',
    '/.//evil.example',
    '/%2e%2e//evil.example',
    '//evil.example',
    '///evil.example',
    '//evil.example/embedded/connections',
    '/\\evil.example',
    '\\\\evil.example',
    '/embedded\\connections',
    '/\t/evil.example/embedded/connections',
    '/\n/evil.example/embedded/connections',
    ' /embedded/connections',
    '/embedded/connections ',
    '/embedded/connections\0',
    '/embedded/connections\r\n',
    '/embedded%2fconnections',
    '%2fembedded%2fconnections',
    '/%2f%2fevil.example',
    'https://evil.example/embedded/connections',
    'https://evil.example',
    'https://inlay.example.evil.example/embedded/connections',
    'https://inlay.example@evil.example/embedded/connections',
    'https://inlay.example:8443/embedded/connections',
    'http://inlay.example/embedded/connections',
    'https://user@inlay.example/embedded/connections',
    'https://user:pw@inlay.example/embedded/connections',
    'https:/embedded/connections',
    'https:embedded/connections',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://inlay.example/embedded/connections',
    'embedded/connections',
    './embedded/connections',
    '',
    '/',
    '/embedded',
    '/embedded/',
    '/Embedded/connections',
    '/embedded/connections/',
    '/embedded//connections',
    '/embedded/connections?x=1',
    '/embedded/connections?',
    '/embedded/connections#x',
    '/embedded/connections#',
    '/embedded/connections;x',
    '/embedded/connections/E',
    '/embedded/connections/42',
    '/embedded/connections/con_',
    '/embedded/connections/con_UPPERCASE0',
    '/embedded/connections/cus_0123456789abcdef',
    `/embedded/connections/${id}/`,
    `/embedded/connections/${id}/more`,
    '/embedded/connections/E%',
    '/embedded/connections/E%zz',
    '/embedded/connections/E%ff',
    '/embedded/connections/E%00',
    `/embedded/connections/E${'a'.repeat(256)}`,
    '/embedded/connections/Eü',
    '/embedded/providers',
    '/embedded/providers/',
    '/embedded/providers/Jodoo',
    '/embedded/providers/-jodoo',
    '/embedded/providers/jodoo/x',
    '/embedded/providers/__proto__',
    `/embedded/providers/${'a'.repeat(65)}`,
    '/embedded/unknown',
    '/direct_link',
    '/api/v1/customers',
    `/embedded/connections${'/'.repeat(1100)}`,
  ])('A60: refuses %j', (text) => {
    expect(parsePagePath(text, own)).toBeUndefined();
  });

  it('A60: what it hands out is always a page of this server, and means the same when read again', () => {
    const pages = /^\/embedded\/(?:connections$|connections\/[^/?#\\]+$|providers\/[a-z0-9_-]+$)/;
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), pieced), (text) => {
        const page = parsePagePath(text, own);
        return (
          page === undefined ||
          (new URL(page.path, own).href === `${own}${page.path}` &&
            pages.test(page.path) &&
            isDeepStrictEqual(parsePagePath(page.path, own), page))
        );
      }),
      { numRuns: 3000 },
    );
  });
});

describe('paths of pages', () => {
  it('lead back to what they were made of', () => {
    expect(parsePagePath(connectionPath({ id }), own)).toMatchObject({ connection: { id } });
    expect(parsePagePath(providerPath('jodoo'), own)).toMatchObject({ provider: 'jodoo' });
    const longest = '😀'.repeat(externalIdMaxLength);
    expect(parsePagePath(connectionPath({ externalId: longest }), own)).toMatchObject({
      connection: { externalId: longest },
    });
    expect(parsePagePath('/embedded/connections/con_123', own)).toMatchObject({ connection: { id: 'con_123' } });
    const externalId = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(externalId, (text) => {
        expect(parsePagePath(connectionPath({ externalId: text }), own)).toMatchObject({
          name: 'connection',
          connection: { externalId: text },
        });
      }),
    );
  });
});
