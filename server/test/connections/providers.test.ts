import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/connections/catalogue.ts';
import { readFields } from '../../src/connections/fields.ts';
import type { KeyEntry } from '../../src/connections/provider-entry.ts';
import { providers } from '../../src/connections/providers/index.ts';
import { verifyCredentials } from '../../src/connections/verify.ts';
import { createOutbound } from '../../src/http/outbound.ts';
import type { Outbound, OutboundRequest } from '../../src/http/outbound.ts';

const { faultOf } = createOutbound();
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

interface Sample {
  readonly id: string;
  readonly fields: Record<string, string>;
  /** What is asked, of whom, with which credentials. */
  readonly asks: string;
  readonly headers: Record<string, string>;
  /** A good answer as the provider documents it, shortened. */
  readonly answer: unknown;
  readonly account: { id: string; label: string } | null;
}

const samples: readonly Sample[] = [
  {
    id: 'airtable',
    fields: { token: 'patAbCdEf123.0123456789abcdef' },
    asks: 'GET https://api.airtable.com/v0/meta/whoami',
    headers: { authorization: 'Bearer patAbCdEf123.0123456789abcdef' },
    answer: { id: 'usrL2PNC5o3H4lBEi' },
    account: { id: 'usrL2PNC5o3H4lBEi', label: 'usrL2PNC5o3H4lBEi' },
  },
  {
    id: 'brevo',
    fields: { apiKey: 'xkeysib-1' },
    asks: 'GET https://api.brevo.com/v3/account',
    headers: { 'api-key': 'xkeysib-1' },
    answer: { organization_id: '5fa2b8', user_id: 1, companyName: 'Acme', email: 'ann@acme.test' },
    account: { id: '5fa2b8', label: 'Acme' },
  },
  {
    id: 'freshdesk',
    fields: { subdomain: 'Acme', apiKey: 'k1' },
    asks: 'GET https://acme.freshdesk.com/api/v2/agents/me',
    headers: { authorization: basic('k1:X') },
    answer: { id: 432, contact: { email: 'ann@acme.test', name: 'Ann' } },
    account: { id: 'acme/432', label: 'ann@acme.test' },
  },
  {
    id: 'hubspot',
    fields: { token: 'pat-eu1-00000000-0000' },
    asks: 'GET https://api.hubapi.com/account-info/v3/details',
    headers: { authorization: 'Bearer pat-eu1-00000000-0000' },
    answer: { portalId: 12345678, uiDomain: 'app-eu1.hubspot.com' },
    account: { id: '12345678', label: '12345678' },
  },
  {
    id: 'jira-cloud',
    fields: { site: 'acme', email: 'ann@acme.test', apiToken: 't=1' },
    asks: 'GET https://acme.atlassian.net/rest/api/3/myself',
    headers: { authorization: basic('ann@acme.test:t=1') },
    answer: { accountId: '384093:32b4', emailAddress: '', displayName: 'Ann' },
    account: { id: 'acme/384093%3A32b4', label: 'Ann' },
  },
  {
    id: 'jodoo',
    fields: { apiKey: 'k1' },
    asks: 'POST https://api.jodoo.com/api/v5/app/list',
    headers: { authorization: 'Bearer k1', 'content-type': 'application/json' },
    answer: { apps: [] },
    account: null,
  },
  {
    id: 'mailchimp',
    fields: { apiKey: '0123456789abcdef-us21' },
    asks: 'GET https://us21.api.mailchimp.com/3.0/',
    headers: { authorization: basic('inlay:0123456789abcdef-us21') },
    answer: { account_id: '1a2b', login_id: '9z', account_name: 'Acme' },
    account: { id: '1a2b', label: 'Acme' },
  },
  {
    id: 'notion',
    fields: { token: 'ntn_123' },
    asks: 'GET https://api.notion.com/v1/users/me',
    headers: { authorization: 'Bearer ntn_123', 'notion-version': '2022-06-28' },
    answer: { object: 'user', id: '16d84278', name: 'Bot', type: 'bot', bot: { workspace_name: 'Acme' } },
    account: { id: '16d84278', label: 'Acme' },
  },
  {
    id: 'pipedrive',
    fields: { apiToken: 't1' },
    asks: 'GET https://api.pipedrive.com/v1/users/me',
    headers: { 'x-api-token': 't1' },
    answer: { success: true, data: { id: 777, name: 'Ann', company_id: 1, company_name: 'Acme' } },
    account: { id: '1/777', label: 'Acme' },
  },
  {
    id: 'sendgrid',
    fields: { apiKey: 'SG.a_b-c.d' },
    asks: 'GET https://api.sendgrid.com/v3/scopes',
    headers: { authorization: 'Bearer SG.a_b-c.d' },
    answer: { scopes: ['mail.send'] },
    account: null,
  },
  {
    id: 'twilio',
    fields: { accountSid: `AC${'0a'.repeat(16)}`, authToken: 't1' },
    asks: `GET https://api.twilio.com/2010-04-01/Accounts/AC${'0a'.repeat(16)}.json`,
    headers: { authorization: basic(`AC${'0a'.repeat(16)}:t1`) },
    answer: { sid: `AC${'0a'.repeat(16)}`, friendly_name: 'Acme', auth_token: 't1', status: 'active' },
    account: { id: `AC${'0a'.repeat(16)}`, label: 'Acme' },
  },
  {
    id: 'zendesk',
    fields: { subdomain: 'acme', email: 'ann@acme.test', apiToken: 't1' },
    asks: 'GET https://acme.zendesk.com/api/v2/users/me.json',
    headers: { authorization: basic('ann@acme.test/token:t1') },
    answer: { user: { id: 35436, email: 'ann@acme.test', name: 'Ann' } },
    account: { id: 'acme/35436', label: 'ann@acme.test' },
  },
];

const keyEntries = providers.filter((provider): provider is KeyEntry => provider.kind !== 'oauth2');
const entryOf = (id: string): KeyEntry =>
  keyEntries.find((provider) => provider.id === id) ?? expect.fail(`no provider ${id}`);

/** A way out that keeps what is asked and gives the answers in turn, the last one for ever: no test calls a provider. */
function recorder(...answers: { status: number; body?: unknown }[]): { outbound: Outbound; asked: OutboundRequest[] } {
  const asked: OutboundRequest[] = [];
  const outbound: Outbound = {
    faultOf,
    request: (request) => {
      const { status, body } = answers[Math.min(asked.length, answers.length - 1)] ?? { status: 500 };
      asked.push(request);
      return Promise.resolve({ status, text: JSON.stringify(body) ?? '', retryAfter: undefined });
    },
    close: () => Promise.resolve(),
  };
  return { outbound, asked };
}

const verify = (id: string, fields: Record<string, string>, outbound: Outbound) =>
  verifyCredentials(outbound, entryOf(id), readFields(entryOf(id), fields, faultOf));

describe('the providers', () => {
  it('are valid, and called over https alone', () => {
    expect(loadCatalogue(providers, faultOf).size).toBe(providers.length);
    expect(keyEntries.filter(({ verification: { url } }) => url.startsWith('http:'))).toEqual([]);
  });

  it('have a sample each, but for the generic ones', () => {
    expect(samples.map(({ id }) => id)).toEqual(
      keyEntries.map(({ id }) => id).filter((id) => !id.startsWith('generic-')),
    );
  });

  it.each(samples)('$id is asked as it documents, and tells whose the credentials are', async (sample) => {
    const { outbound, asked } = recorder({ status: 200, body: sample.answer });
    expect(await verify(sample.id, sample.fields, outbound)).toEqual(sample.account);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([sample.asks]);
    expect(asked[0]?.headers).toEqual(sample.headers);
  });

  it.each(samples)('$id refuses credentials with 401 and cannot say with 500', async ({ id, fields }) => {
    await expect(verify(id, fields, recorder({ status: 401 }).outbound)).rejects.toThrow('credentials_invalid');
    await expect(verify(id, fields, recorder({ status: 500 }).outbound)).rejects.toThrow('provider_unavailable');
    await expect(verify(id, fields, recorder({ status: 200, body: {} }).outbound)).rejects.toThrow(
      'provider_unavailable',
    );
  });

  it('jodoo tells a bad key from a busy server by the number in the body', async () => {
    const ask = (code: number) => verify('jodoo', { apiKey: 'k' }, recorder({ status: 400, body: { code } }).outbound);
    await expect(ask(8301)).rejects.toThrow('credentials_invalid');
    await expect(ask(17018)).rejects.toThrow('credentials_invalid');
    await expect(ask(8303)).rejects.toThrow('provider_unavailable');
  });
});

describe('the generic providers', () => {
  const address = 'https://api.example.com/me?full=1';

  it('send a key as a bearer token, or in a header of one’s choice', async () => {
    const plain = recorder({ status: 401 }, { status: 200 });
    const account = await verify('generic-api-key', { address, apiKey: 'k1' }, plain.outbound);
    expect(plain.asked.map(({ url, headers }) => [url, headers])).toEqual([
      [address, {}],
      [address, { authorization: 'Bearer k1' }],
    ]);
    expect(account?.label).toBe(address);
    const named = recorder({ status: 403 }, { status: 204 });
    const same = await verify('generic-api-key', { address, apiKey: 'k2', header: 'X-API-Key' }, named.outbound);
    expect(named.asked[1]?.headers).toEqual({ 'x-api-key': 'k2' });
    expect(same).toEqual(account);
  });

  it('know an account by address and user name', async () => {
    const one = { address, username: 'ann', password: ' p:w ' };
    const asked = recorder({ status: 401 }, { status: 200 });
    const account = await verify('generic-basic', one, asked.outbound);
    expect(asked.asked[1]?.headers).toEqual({ authorization: basic('ann: p:w ') });
    const others = [
      { ...one, username: 'bob' },
      { ...one, address: 'https://api.example.com/you' },
    ];
    for (const other of others) {
      const outbound = recorder({ status: 401 }, { status: 200 }).outbound;
      expect((await verify('generic-basic', other, outbound))?.id).not.toBe(account?.id);
    }
  });

  it('refuse an address that answers everybody: it would prove nothing', async () => {
    const failure = verify('generic-api-key', { address, apiKey: 'k1' }, recorder({ status: 200 }).outbound);
    await expect(failure).rejects.toMatchObject({ code: 'fields_invalid', details: [{ path: '/fields/address' }] });
  });
});
