import { describe, expect, it } from 'vitest';
import { CatalogueError, loadCatalogue } from '../../src/connections/catalogue.ts';
import type { ProviderEntry } from '../../src/connections/provider-entry.ts';
import { zendesk } from '../../src/connections/providers/zendesk.ts';
import { createOutbound } from '../../src/http/outbound.ts';
import { createTestApp } from '../support/app.ts';

const { faultOf } = createOutbound();

function faultsOf(...entries: unknown[]): readonly string[] {
  try {
    loadCatalogue(entries as ProviderEntry[], faultOf);
    return [];
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    return error.faults;
  }
}

const { verification } = zendesk;
const withUrl = (url: string): unknown => ({ ...zendesk, verification: { ...verification, url } });
const [subdomain, email, token] = zendesk.fields;

describe('the catalogue', () => {
  it('takes a sound entry', () => expect(faultsOf(zendesk)).toEqual([]));

  it.each([
    ['no object', null, /^provider number 1: \//],
    ['an unknown member', { ...zendesk, colour: 'red' }, /additional/],
    ['a kind that is not there yet', { ...zendesk, kind: 'saml' }, /^provider zendesk: \/kind/],
    ['an id that is no part of a path', { ...zendesk, id: 'Zen/desk' }, /\/id/],
    ['no secret', { ...zendesk, fields: [subdomain] }, /\/fields has no secret/],
    [
      'a secret that is shown',
      { ...zendesk, fields: [subdomain, email, { ...token, type: 'text' }] },
      /\/fields\/2\/type/,
    ],
    ['a field twice', { ...zendesk, fields: [subdomain, email, email, token] }, /\/fields\/2\/name stands twice/],
    [
      'a broken pattern',
      { ...zendesk, fields: [{ ...subdomain, pattern: '(' }, email, token] },
      /\/fields\/0\/pattern/,
    ],
    ['a part without a field', withUrl('https://{site}.zendesk.com/'), /no open field \{site\}/],
    ['a secret in the address', withUrl('https://api.zendesk.com/{apiToken}'), /no open field \{apiToken\}/],
    ['an address over http', withUrl('http://{subdomain}.zendesk.com/'), /must be an https/],
    ['an address on another port', withUrl('https://api.zendesk.com:8443/'), /must use port 443/],
    ['a tenant that could be the whole host', withUrl('https://{subdomain}/'), /host is fixed/],
    ['a tenant below a whole top-level domain', withUrl('https://{subdomain}.com/'), /host is fixed/],
    ['a tenant within a label', withUrl('https://x{subdomain}.zendesk.com/'), /host is fixed/],
    ['a tenant at the end of the host', withUrl('https://zendesk.{subdomain}/'), /host is fixed/],
    ['a whole address from a text field', withUrl('{subdomain}'), /needs a field of type url/],
    [
      'credentials without a field',
      { ...zendesk, verification: { ...verification, auth: { scheme: 'bearer', token: '{key}' } } },
      /no field \{key\}/,
    ],
    ['a body that is no JSON', { ...zendesk, verification: { ...verification, body: '{' } }, /\/verification\/body/],
    [
      'an account compared by a secret',
      { ...zendesk, account: { proof: 'fields', fields: ['apiToken'], label: 'email' } },
      /\/account names no open field apiToken/,
    ],
  ] as [string, unknown, RegExp][])('refuses %s', (_name, entry, expected) => {
    expect(faultsOf(entry).join('\n')).toMatch(expected);
  });

  it('refuses an id that stands twice', () => {
    expect(faultsOf(zendesk, zendesk)).toEqual(['provider zendesk: /id stands twice']);
  });

  it('reports every fault of every entry', () => {
    const faults = faultsOf({ ...zendesk, hue: 400, initials: '' }, { ...zendesk, id: 'other', kind: 'saml' });
    expect(faults.filter((fault) => fault.startsWith('provider zendesk: '))).toHaveLength(2);
    expect(faults.some((fault) => fault.startsWith('provider other: /kind'))).toBe(true);
  });

  it('keeps a server with a bad catalogue from starting', async () => {
    const extraProviders = [{ ...zendesk, id: 'mine', hue: 400 }];
    await expect(createTestApp({ extraProviders })).rejects.toThrow(/provider mine: \/hue/);
  });
});
