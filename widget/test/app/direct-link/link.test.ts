import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLink, takeToken } from '../../../src/app/direct-link/link.ts';

const origin = 'https://inlay.example';

describe('parseLink', () => {
  it.each([
    [`${origin}/direct_link?token=t`, '/embedded/connections'],
    [`${origin}/direct_link?token=t&path=/embedded/providers/jodoo`, '/embedded/providers/jodoo'],
    [`${origin}/direct_link/embedded/connections/con_12345678?token=t`, '/embedded/connections/con_12345678'],
    [`${origin}/direct_link?workato_dl_token=t&workato_dl_path=%2Fembedded%2Fconnections`, '/embedded/connections'],
    [`/direct_link?token=t`, '/embedded/connections'],
    [
      `${origin}/direct_link?token=t&path=${encodeURIComponent(`${origin}/embedded/connections`)}`,
      '/embedded/connections',
    ],
  ])('reads token and path of %s', (link, path) => {
    expect(parseLink(link, origin)).toEqual({ token: 't', path });
  });

  it.each([
    'https://other.example/direct_link?token=t',
    'http://inlay.example/direct_link?token=t',
    `${origin}/elsewhere?token=t`,
    `${origin}/direct_linkage?token=t`,
    `${origin}/direct_link`,
    `${origin}/direct_link?token=`,
    `${origin}/direct_link?token=t&path=https://evil.example/embedded/connections`,
    `${origin}/direct_link?token=t&path=/embedded/elsewhere`,
    'javascript:alert(1)',
    'http://[',
  ])('A60: takes no token from %s', (link) => {
    expect(parseLink(link, origin)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (link) => void parseLink(link, origin)));
  });
});

describe('takeToken', () => {
  function windowAt(search: string) {
    const replaced: unknown[][] = [];
    const window = {
      location: { search },
      history: { replaceState: (...values: unknown[]) => replaced.push(values) },
    } as unknown as Window;
    return { window, replaced };
  }

  it('A49: leaves the clean path alone in the address', () => {
    const { window, replaced } = windowAt('?token=abc&theme=dark');
    expect(takeToken(window, '/embedded/connections')).toBe('abc');
    expect(replaced).toEqual([['/embedded/connections', '', '/embedded/connections']]);
  });

  it('knows the name of the dialect', () => {
    expect(takeToken(windowAt('?workato_dl_token=abc').window, '/embedded/connections')).toBe('abc');
  });

  it('cleans the address also where there is no token', () => {
    const { window, replaced } = windowAt('?theme=dark');
    expect(takeToken(window, '/embedded/connections')).toBeUndefined();
    expect(replaced).toHaveLength(1);
  });
});
