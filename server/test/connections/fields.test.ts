import { InlayError } from '@inlay/shared';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFields } from '../../src/connections/fields.ts';
import type { KeyEntry } from '../../src/connections/provider-entry.ts';
import { providers } from '../../src/connections/providers/index.ts';
import { fillAddress } from '../../src/connections/template.ts';
import { verifyCredentials } from '../../src/connections/verify.ts';
import { createOutbound } from '../../src/http/outbound.ts';
import type { Outbound } from '../../src/http/outbound.ts';
import { cloudEntry } from '../support/oauth-entry.ts';

const { faultOf } = createOutbound({ allowedHosts: ['localhost:8080'] });
const entryOf = (id: string): KeyEntry => {
  const entry = providers.find((provider) => provider.id === id);
  return entry === undefined || entry.kind === 'oauth2' ? expect.fail(`no such provider: ${id}`) : entry;
};

/** Message of each faulty field; empty where the fields are good. */
function faultsOf(id: string, fields: Record<string, string>): Record<string, string> {
  try {
    readFields(entryOf(id), fields, faultOf);
    return {};
  } catch (error) {
    if (!(error instanceof InlayError) || error.code !== 'fields_invalid') throw error;
    return Object.fromEntries((error.details ?? []).map(({ path, message }) => [path, message]));
  }
}

describe('the tenant in an address', () => {
  const others = { email: 'ann@acme.test', apiToken: 't' };

  it.each(['acme', 'ACME', 'a', 'acme-2', '7up', ` acme\t`])('takes %j', (subdomain) => {
    expect(faultsOf('zendesk', { subdomain, ...others })).toEqual({});
  });

  it.each([
    'evil.example/',
    'evil.example#',
    'evil.example?',
    'a.b',
    'a/b',
    'a\\b',
    'a@b',
    'user:pw@evil',
    'a:443',
    '-a',
    'a-',
    'a_b',
    'ä',
    'xn--a.',
    '%2e',
    '..',
    'a b',
    '127.0.0.1',
    '[::1]',
    'a\u0000',
    'ａ',
    'a'.repeat(64),
  ])('A76: refuses %j', (subdomain) => {
    expect(Object.keys(faultsOf('zendesk', { subdomain, ...others }))).toEqual(['/fields/subdomain']);
  });

  it.each(['.', '..'])('A76: refuses %j in a path, which would lead out of it', (tenant) => {
    const fields = { tenant, region: 'eu' };
    const pathEntry = {
      ...cloudEntry,
      oauth: { ...cloudEntry.oauth, tokenUrl: 'https://cloud.example/{region}/token' },
    };
    expect(() => readFields(pathEntry, { tenant: 'acme', region: tenant }, faultOf)).toThrow('fields_invalid');
    expect(() => readFields(cloudEntry, fields, faultOf)).toThrow('fields_invalid');
    expect(() => fillAddress('https://cloud.example/{region}/token', new Map([['region', tenant]]))).toThrow(TypeError);
  });

  it('A76: never changes the host, whatever is typed', async () => {
    const hosts: string[] = [];
    const outbound: Outbound = {
      faultOf,
      request: ({ url }) => {
        hosts.push(new URL(url).hostname);
        return Promise.resolve({ status: 401, text: '', retryAfter: undefined });
      },
      close: () => Promise.resolve(),
    };
    const piece = fc.oneof(fc.constantFrom('.', '/', '@', '#', '?', ':', '\\', '%', 'evil.example', 'a'), fc.string());
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, text, async (subdomain, apiKey) => {
        for (const [id, fields] of [
          ['zendesk', { subdomain, ...others }],
          ['mailchimp', { apiKey: `${apiKey}-${subdomain}` }],
          ['twilio', { accountSid: subdomain, authToken: 't' }],
        ] as const) {
          if (Object.keys(faultsOf(id, fields)).length > 0) continue;
          await verifyCredentials(outbound, entryOf(id), readFields(entryOf(id), fields, faultOf)).catch(
            () => undefined,
          );
        }
        const strange = hosts.filter(
          (host) =>
            !/^(?:[a-z0-9-]+\.zendesk\.com|[a-z]{2,4}\d{1,3}\.api\.mailchimp\.com|api\.twilio\.com)$/.test(host),
        );
        expect(strange).toEqual([]);
      }),
    );
    expect(hosts.length).toBeGreaterThan(0);
  });
});

describe('an address of one’s own', () => {
  it.each(['https://api.example.com/me', 'https://api.example.com:443/', 'http://localhost:8080/me'])(
    'takes %s',
    (address) => {
      expect(faultsOf('generic-api-key', { address, apiKey: 'k' })).toEqual({});
    },
  );

  it.each([
    ['http://api.example.com/', 'must be an https:// address'],
    ['ftp://api.example.com/', 'must be an https:// address'],
    ['javascript:alert(1)', 'must be an https:// address'],
    ['api.example.com', 'must be an https:// address'],
    ['https://user:pw@api.example.com/', 'must hold no user or password'],
    ['https://api.example.com:8443/', 'must use port 443'],
    ['http://localhost:8081/', 'must be an https:// address'],
  ])('A76: refuses %s', (address, message) => {
    expect(faultsOf('generic-api-key', { address, apiKey: 'k' })).toEqual({ '/fields/address': message });
  });
});

describe('what travels in a header', () => {
  const address = 'https://api.example.com/';

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'COOKIE', 'connection', 'proxy-authorization'])(
    'does not set %s',
    (header) => {
      const faults = faultsOf('generic-api-key', { address, apiKey: 'k', header });
      expect(faults).toEqual({ '/fields/header': 'names a header that may not be set' });
    },
  );

  it.each(['a b', 'ä', 'a\nb', 'a\u007f'])('refuses the key %j', (apiKey) => {
    expect(Object.keys(faultsOf('generic-api-key', { address, apiKey }))).toEqual(['/fields/apiKey']);
  });

  it('refuses a colon in a user name, which would end it, and takes one in a password', () => {
    expect(faultsOf('generic-basic', { address, username: 'a:b', password: 'c' })).toEqual({
      '/fields/username': 'must hold no colon',
    });
    expect(faultsOf('generic-basic', { address, username: 'a', password: 'b:c' })).toEqual({});
    expect(faultsOf('freshdesk', { subdomain: 'acme', apiKey: 'a:b' })).toEqual({
      '/fields/apiKey': 'must hold no colon',
    });
  });
});

it('names every faulty field at once, and no value', () => {
  expect(faultsOf('zendesk', { subdomain: 'a/b', email: 'nobody', other: 'x' })).toEqual({
    '/fields/subdomain': 'is not of the expected form',
    '/fields/email': 'is no email address',
    '/fields/apiToken': 'is required',
    '/fields/other': 'is not known here',
  });
});
