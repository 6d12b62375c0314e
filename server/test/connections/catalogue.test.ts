import { describe, expect, it } from 'vitest';
import { CatalogueError, loadCatalogue } from '../../src/connections/catalogue.ts';
import type { ProviderEntry } from '../../src/connections/provider-entry.ts';
import { zendesk } from '../../src/connections/providers/zendesk.ts';
import { createOutbound } from '../../src/http/outbound.ts';
import { createTestApp } from '../support/app.ts';
import { cloudEntry, customEntry } from '../support/oauth-entry.ts';

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
const withOAuth = (change: object): unknown => ({ ...cloudEntry, oauth: { ...cloudEntry.oauth, ...change } });
const withAccount = (change: object): unknown => withOAuth({ account: { ...cloudEntry.oauth.account, ...change } });
const withField = (change: object): unknown => ({
  ...cloudEntry,
  fields: [{ ...cloudEntry.fields[0], ...change }, cloudEntry.fields[1]],
});
const setting = { name: 'home', label: 'Home', type: 'url', required: false };

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

  it('takes sound entries that authorise by OAuth', () => expect(faultsOf(cloudEntry, customEntry)).toEqual([]));

  it.each([
    ['a secret field', withField({ type: 'password', secret: true }), /\/fields\/0 is secret/],
    ['a person who chooses an address', withField({ type: 'url' }), /\/fields\/0 chooses an address/],
    [
      'a part of an address that may be empty',
      withField({ required: false }),
      /needs \{tenant\}, which may be left empty/,
    ],
    ['a part without a field', withOAuth({ tokenUrl: 'https://{site}.cloud.example/' }), /tokenUrl has no open field/],
    ['a part within the host', withOAuth({ tokenUrl: 'https://api.{tenant}.example/' }), /tokenUrl is no address/],
    ['a part that is the whole host', withOAuth({ tokenUrl: 'https://{tenant}/token' }), /tokenUrl is no address/],
    ['a whole address from a field', withOAuth({ tokenUrl: '{tenant}' }), /tokenUrl needs a setting of type url/],
    [
      'an address over http',
      withOAuth({ authorizationUrl: 'http://cloud.example/' }),
      /authorizationUrl must be an https/,
    ],
    ['a revocation over http', withOAuth({ revocationUrl: 'http://cloud.example/' }), /revocationUrl must be an https/],
    ['no token endpoint', withOAuth({ tokenUrl: undefined }), /\/oauth needs authorizationUrl and tokenUrl/],
    ['discovery without an issuer', withOAuth({ discovery: true, tokenUrl: undefined }), /discovery needs an issuer/],
    [
      'discovery beside addresses',
      withOAuth({ discovery: true, issuer: 'https://cloud.example' }),
      /discovery leaves no room/,
    ],
    ['A58: no word on PKCE', withOAuth({ pkce: undefined }), /\/oauth must have required property 'pkce'/],
    ['A58: PKCE by plain', withOAuth({ pkce: 'plain' }), /\/oauth\/pkce/],
    ['A58: an exception without a reason', withOAuth({ pkce: { exception: '' } }), /\/oauth\/pkce/],
    ['a scope with a blank', withOAuth({ scopes: ['read write'] }), /\/oauth\/scopes\/0/],
    ['a scope with its separator', withOAuth({ scopes: ['a,b'], scopeSeparator: ',' }), /separator within a,b/],
    ['a scope twice', withOAuth({ scopes: ['me'] }), /has me twice/],
    [
      'an ID token that nobody asks for',
      withOAuth({ account: { from: 'id_token', id: ['/sub'], label: ['/sub'] } }),
      /needs the scope openid/,
    ],
    ['an account by no pointer', withAccount({ id: ['sub'] }), /\/oauth\/account/],
    ['an account by an unknown setting', withAccount({ id: ['{accountId}'] }), /setting \{accountId\} of type pointer/],
    ['an account within no field', withAccount({ within: ['site'] }), /names no open field site/],
    ['a body that is no JSON', withAccount({ method: 'POST', body: '{' }), /\/oauth\/account\/body/],
    [
      'a credential without the token',
      withAccount({ credential: { header: 'x-key', value: 'x' } }),
      /\/oauth\/account/,
    ],
    ['members of the other kind', { ...cloudEntry, verification }, /additional/],
    ['no OAuth at all', { ...cloudEntry, oauth: undefined }, /required property 'oauth'/],
    ['a setting twice', withOAuth({ settings: [setting, setting] }), /\/oauth\/settings\/1\/name stands twice/],
    ['a setting by the name of a field', withOAuth({ settings: [{ ...setting, name: 'tenant' }] }), /is a field too/],
    ['values of an address', withOAuth({ settings: [{ ...setting, values: ['a'] }] }), /values are for text/],
  ] as [string, unknown, RegExp][])('refuses %s', (_name, entry, expected) => {
    expect(faultsOf(JSON.parse(JSON.stringify(entry))).join('\n')).toMatch(expected);
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
