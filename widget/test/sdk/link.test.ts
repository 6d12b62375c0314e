import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkAnswer } from '../../src/sdk/host-api.d.ts';
import { readLink, withHints } from '../../src/sdk/link.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ2ZW5fMTpFYWNtZSJ9.c2ln_-bmF0dXJl';

describe('a link from the host', () => {
  it('is taken as a text or as an object with a url', () => {
    const link = `https://inlay.test/direct_link?token=${token}`;
    expect(readLink(link).href).toBe(link);
    expect(readLink({ url: link }).href).toBe(link);
  });

  it.each(['http://localhost:4000/direct_link?token=a', 'http://127.0.0.1:4000/x', 'http://[::1]:4000/x'])(
    'may be plain http on this machine: %s',
    (link) => expect(readLink(link).href).toBe(link),
  );

  it.each([
    'http://inlay.test/direct_link?token=secret',
    'http://localhost.evil.test/?token=secret',
    'http://127.0.0.1.evil.test/?token=secret',
    'javascript:alert(1)//secret',
    'data:text/html,secret',
    'blob:https://inlay.test/secret',
    '/direct_link?token=secret',
    'https://user:secret@inlay.test/',
    '',
    undefined,
    null,
    42,
    {},
    { url: 7 },
  ])('is refused, and not repeated, when it is %j', (answer) => {
    expect(() => readLink(answer as LinkAnswer)).toThrow(TypeError);
    expect(() => readLink(answer as LinkAnswer)).not.toThrow(/secret/);
  });
});

describe('the address that is loaded', () => {
  const link = (rest: string) => new URL(`https://inlay.test/direct_link${rest}`);

  it('carries the hints the link lacks', () => {
    const url = withHints(link(`?token=${token}`), { path: '/embedded/providers/jodoo', theme: 'dark', locale: 'de' });
    expect(url.href).toBe(
      `https://inlay.test/direct_link?token=${token}&path=%2Fembedded%2Fproviders%2Fjodoo&theme=dark&locale=de`,
    );
  });

  it('names no parameter twice and leaves what the link says as it is', () => {
    const said = `?token=${token}&path=/embedded/connections&theme=light&locale=zh&x=a+b%20c`;
    expect(withHints(link(said), { path: '/p', theme: 'dark', locale: 'de' }).search).toBe(said);
  });

  it('gets no path where the link has one in its own path', () => {
    const url = withHints(link(`/embedded/connections/con_1?token=${token}`), { path: '/embedded/connections' });
    expect(url.searchParams.has('path')).toBe(false);
  });

  it('keeps to the parameter names of the dialect', () => {
    const url = withHints(link(`?workato_dl_token=${token}`), { path: '/embedded/connections' });
    expect(url.search).toBe(`?workato_dl_token=${token}&workato_dl_path=%2Fembedded%2Fconnections`);
    const named = withHints(link(`?workato_dl_token=${token}&workato_dl_path=/a`), { path: '/b' });
    expect(named.search).toBe(`?workato_dl_token=${token}&workato_dl_path=/a`);
  });

  it('never changes the token, whatever the hints are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (path, theme, locale) => {
        const hints = { path, theme: theme as 'dark', locale };
        const url = withHints(link(`?token=${token}`), hints);
        expect(url.searchParams.getAll('token')).toEqual([token]);
        expect(url.origin).toBe('https://inlay.test');
        expect(url.search.startsWith(`?token=${token}`)).toBe(true);
      }),
    );
  });
});
