import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFields } from '../../src/connections/fields.ts';
import { conformAnswer } from '../../src/connections/oauth/conform.ts';
import { identify } from '../../src/connections/oauth/identity.ts';
import type { OAuthEntry } from '../../src/connections/oauth-entry.ts';
import { addressesOf } from '../../src/connections/oauth-faults.ts';
import { providers } from '../../src/connections/providers/index.ts';
import { resolveEntry } from '../../src/connections/resolve-entry.ts';
import { fillAddress, parseAddressTemplate, partsOf } from '../../src/connections/template.ts';
import { createOutbound } from '../../src/http/outbound.ts';
import type { Outbound, OutboundRequest } from '../../src/http/outbound.ts';

const { faultOf } = createOutbound();
const entries = providers.filter((provider): provider is OAuthEntry => provider.kind === 'oauth2');
const named = entries.filter(({ id }) => !id.startsWith('generic-'));
const entryOf = (id: string): OAuthEntry => entries.find((entry) => entry.id === id) ?? expect.fail(`no entry ${id}`);

interface Sample {
  readonly id: string;
  readonly fields?: Record<string, string>;
  /** Where people and codes are sent. */
  readonly authorize: string;
  readonly token: string;
  /** What names the account, as the provider documents it, shortened: claims, the token's answer, or the answer to `asks`. */
  readonly answer: unknown;
  readonly asks?: string;
  /** The header that carries the token, where it is not `authorization: Bearer`. */
  readonly header?: Record<string, string>;
  readonly account: { id: string; label: string };
  readonly further?: Record<string, string>;
}

const salesforce = (host: string): Omit<Sample, 'id'> => ({
  authorize: `https://${host}.salesforce.com/services/oauth2/authorize`,
  token: `https://${host}.salesforce.com/services/oauth2/token`,
  answer: {
    id: `https://${host}.salesforce.com/id/00Dx0000000BV7z/005x00000012Q9P`,
    instance_url: 'https://acme.my.salesforce.com',
    token_type: 'Bearer',
  },
  account: {
    id: encodeURIComponent(`https://${host}.salesforce.com/id/00Dx0000000BV7z/005x00000012Q9P`),
    label: 'https://acme.my.salesforce.com',
  },
});
const docusign = (host: string): Omit<Sample, 'id'> => ({
  authorize: `https://${host}.docusign.com/oauth/auth`,
  token: `https://${host}.docusign.com/oauth/token`,
  asks: `GET https://${host}.docusign.com/oauth/userinfo`,
  answer: {
    sub: '50d89ab1',
    email: 'ann@acme.test',
    accounts: [{ account_id: 'fe0b61a3', is_default: true, base_uri: 'https://eu.docusign.net' }],
  },
  account: { id: '50d89ab1', label: 'ann@acme.test' },
  further: { accountId: 'fe0b61a3', baseUri: 'https://eu.docusign.net' },
});

const samples: readonly Sample[] = [
  {
    id: 'airtable-oauth',
    authorize: 'https://airtable.com/oauth2/v1/authorize',
    token: 'https://airtable.com/oauth2/v1/token',
    asks: 'GET https://api.airtable.com/v0/meta/whoami',
    answer: { id: 'usrL2PNC5o3H4lBEi', email: 'ann@acme.test', scopes: [] },
    account: { id: 'usrL2PNC5o3H4lBEi', label: 'ann@acme.test' },
  },
  {
    id: 'asana',
    authorize: 'https://app.asana.com/-/oauth_authorize',
    token: 'https://app.asana.com/-/oauth_token',
    answer: { data: { id: 4673218951, gid: '4673218951', name: 'Ann', email: 'ann@acme.test' } },
    account: { id: '4673218951', label: 'ann@acme.test' },
  },
  {
    id: 'atlassian',
    authorize: 'https://auth.atlassian.com/authorize',
    token: 'https://auth.atlassian.com/oauth/token',
    asks: 'GET https://api.atlassian.com/me',
    answer: { account_type: 'atlassian', account_id: '112233aa', email: 'ann@acme.test', name: 'Ann' },
    account: { id: '112233aa', label: 'ann@acme.test' },
  },
  {
    id: 'bitbucket',
    authorize: 'https://bitbucket.org/site/oauth2/authorize',
    token: 'https://bitbucket.org/site/oauth2/access_token',
    asks: 'GET https://api.bitbucket.org/2.0/user',
    answer: { uuid: '{a54f}', username: 'ann', display_name: 'Ann' },
    account: { id: '%7Ba54f%7D', label: 'ann' },
  },
  {
    id: 'box',
    authorize: 'https://account.box.com/api/oauth2/authorize',
    token: 'https://api.box.com/oauth2/token',
    asks: 'GET https://api.box.com/2.0/users/me',
    answer: { id: '11446498', type: 'user', login: 'ann@acme.test', name: 'Ann' },
    account: { id: '11446498', label: 'ann@acme.test' },
  },
  {
    id: 'calendly',
    authorize: 'https://auth.calendly.com/oauth/authorize',
    token: 'https://auth.calendly.com/oauth/token',
    answer: { owner: 'https://api.calendly.com/users/A', organization: 'https://api.calendly.com/organizations/E' },
    account: { id: 'https%3A%2F%2Fapi.calendly.com%2Fusers%2FA', label: 'https://api.calendly.com/users/A' },
  },
  {
    id: 'clickup',
    authorize: 'https://app.clickup.com/api',
    token: 'https://api.clickup.com/api/v2/oauth/token',
    asks: 'GET https://api.clickup.com/api/v2/user',
    answer: { user: { id: 123, username: 'Ann', email: 'ann@acme.test' } },
    account: { id: '123', label: 'ann@acme.test' },
  },
  { id: 'docusign', ...docusign('account') },
  { id: 'docusign-demo', ...docusign('account-d') },
  {
    id: 'dropbox',
    authorize: 'https://www.dropbox.com/oauth2/authorize',
    token: 'https://api.dropboxapi.com/oauth2/token',
    asks: 'POST https://api.dropboxapi.com/2/users/get_current_account null',
    answer: { account_id: 'dbid:AAH4f99', email: 'ann@acme.test', name: { display_name: 'Ann' } },
    account: { id: 'dbid%3AAAH4f99', label: 'ann@acme.test' },
  },
  {
    id: 'github',
    authorize: 'https://github.com/login/oauth/authorize',
    token: 'https://github.com/login/oauth/access_token',
    asks: 'GET https://api.github.com/user',
    answer: { id: 583231, login: 'octocat', email: null },
    account: { id: '583231', label: 'octocat' },
  },
  {
    id: 'gitlab',
    authorize: 'https://gitlab.com/oauth/authorize',
    token: 'https://gitlab.com/oauth/token',
    asks: 'GET https://gitlab.com/api/v4/user',
    answer: { id: 1, username: 'ann' },
    account: { id: '1', label: 'ann' },
  },
  {
    id: 'google',
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    answer: { iss: 'https://accounts.google.com', sub: '10769150350006150715113082367', email: 'ann@acme.test' },
    account: { id: '10769150350006150715113082367', label: 'ann@acme.test' },
  },
  {
    id: 'hubspot-oauth',
    authorize: 'https://app.hubspot.com/oauth/authorize',
    token: 'https://api.hubapi.com/oauth/v3/token',
    asks: 'GET https://api.hubapi.com/account-info/v3/details',
    answer: { portalId: 12345678, uiDomain: 'app-eu1.hubspot.com' },
    account: { id: '12345678', label: '12345678' },
  },
  {
    id: 'intercom',
    authorize: 'https://app.intercom.com/oauth',
    token: 'https://api.intercom.io/auth/eagle/token',
    asks: 'GET https://api.intercom.io/me',
    answer: { type: 'admin', id: '9', email: 'ann@acme.test', app: { id_code: 'abc123', name: 'Acme' } },
    account: { id: 'abc123', label: 'Acme' },
  },
  {
    id: 'linear',
    authorize: 'https://linear.app/oauth/authorize',
    token: 'https://api.linear.app/oauth/token',
    asks: 'POST https://api.linear.app/graphql {"query":"{ viewer { id email } organization { id name } }"}',
    answer: { data: { viewer: { id: 'v1', email: 'ann@acme.test' }, organization: { id: 'o1', name: 'Acme' } } },
    account: { id: 'o1/v1', label: 'Acme' },
  },
  {
    id: 'mailchimp-oauth',
    authorize: 'https://login.mailchimp.com/oauth2/authorize',
    token: 'https://login.mailchimp.com/oauth2/token',
    asks: 'GET https://login.mailchimp.com/oauth2/metadata',
    header: { authorization: 'OAuth t1' },
    answer: { dc: 'us21', user_id: 55, accountname: 'Acme', api_endpoint: 'https://us21.api.mailchimp.com' },
    account: { id: '55', label: 'Acme' },
    further: { dataCentre: 'us21', apiEndpoint: 'https://us21.api.mailchimp.com' },
  },
  {
    id: 'microsoft',
    fields: { tenant: 'acme.onmicrosoft.com' },
    authorize: 'https://login.microsoftonline.com/acme.onmicrosoft.com/oauth2/v2.0/authorize',
    token: 'https://login.microsoftonline.com/acme.onmicrosoft.com/oauth2/v2.0/token',
    asks: 'GET https://graph.microsoft.com/v1.0/me',
    answer: { id: '87d349ed', mail: null, userPrincipalName: 'ann@acme.test', displayName: 'Ann' },
    account: { id: '87d349ed', label: 'ann@acme.test' },
  },
  {
    id: 'monday',
    authorize: 'https://auth.monday.com/oauth2/authorize',
    token: 'https://auth.monday.com/oauth2/token',
    asks: 'POST https://api.monday.com/v2 {"query":"{ me { id email account { id name } } }"}',
    answer: { data: { me: { id: '4', email: 'ann@acme.test', account: { id: '7', name: 'Acme' } } } },
    account: { id: '7/4', label: 'Acme' },
  },
  {
    id: 'notion-oauth',
    authorize: 'https://api.notion.com/v1/oauth/authorize',
    token: 'https://api.notion.com/v1/oauth/token',
    answer: { token_type: 'bearer', bot_id: 'b1', workspace_id: 'w1', workspace_name: 'Acme', owner: { type: 'user' } },
    account: { id: 'w1', label: 'Acme' },
  },
  {
    id: 'pipedrive-oauth',
    authorize: 'https://oauth.pipedrive.com/oauth/authorize',
    token: 'https://oauth.pipedrive.com/oauth/token',
    asks: 'GET https://api.pipedrive.com/v1/users/me',
    answer: { success: true, data: { id: 777, name: 'Ann', company_id: 1, company_name: 'Acme' } },
    account: { id: '1/777', label: 'Acme' },
  },
  {
    id: 'quickbooks',
    authorize: 'https://appcenter.intuit.com/connect/oauth2',
    token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    answer: { iss: 'https://oauth.platform.intuit.com/op/v1', sub: 's', realmid: '1231434565226279' },
    account: { id: '1231434565226279', label: '1231434565226279' },
  },
  { id: 'salesforce', ...salesforce('login') },
  { id: 'salesforce-sandbox', ...salesforce('test') },
  {
    id: 'shopify',
    fields: { shop: 'Acme' },
    authorize: 'https://acme.myshopify.com/admin/oauth/authorize',
    token: 'https://acme.myshopify.com/admin/oauth/access_token',
    asks: 'POST https://acme.myshopify.com/admin/api/2025-10/graphql.json {"query":"{ shop { id name } }"}',
    header: { 'x-shopify-access-token': 't1' },
    answer: { data: { shop: { id: 'gid://shopify/Shop/1', name: 'Acme' } } },
    account: { id: 'gid%3A%2F%2Fshopify%2FShop%2F1', label: 'Acme' },
  },
  {
    id: 'slack',
    authorize: 'https://slack.com/oauth/v2/authorize',
    token: 'https://slack.com/api/oauth.v2.access',
    answer: { ok: true, token_type: 'bot', bot_user_id: 'U0KRQLJ9H', team: { name: 'Acme', id: 'T9TK3CUKW' } },
    account: { id: 'T9TK3CUKW', label: 'Acme' },
  },
  {
    id: 'stripe',
    authorize: 'https://connect.stripe.com/oauth/authorize',
    token: 'https://connect.stripe.com/oauth/token',
    answer: { stripe_user_id: 'acct_1', stripe_publishable_key: 'pk_live_1', scope: 'read_write', livemode: true },
    account: { id: 'acct_1', label: 'acct_1' },
  },
  {
    id: 'typeform',
    authorize: 'https://api.typeform.com/oauth/authorize',
    token: 'https://api.typeform.com/oauth/token',
    asks: 'GET https://api.typeform.com/me',
    answer: { user_id: '01F', email: 'ann@acme.test', alias: 'Ann', language: 'en' },
    account: { id: '01F', label: 'ann@acme.test' },
  },
  {
    id: 'xero',
    authorize: 'https://login.xero.com/identity/connect/authorize',
    token: 'https://identity.xero.com/connect/token',
    answer: { iss: 'https://identity.xero.com', sub: 'db0a', xero_userid: '1945', email: 'ann@acme.test' },
    account: { id: 'db0a', label: 'ann@acme.test' },
  },
  {
    id: 'zendesk-oauth',
    fields: { subdomain: 'acme' },
    authorize: 'https://acme.zendesk.com/oauth/authorizations/new',
    token: 'https://acme.zendesk.com/oauth/tokens',
    asks: 'GET https://acme.zendesk.com/api/v2/users/me.json',
    answer: { user: { id: 35436, email: 'ann@acme.test', name: 'Ann' } },
    account: { id: 'acme/35436', label: 'ann@acme.test' },
  },
  {
    id: 'zoom',
    authorize: 'https://zoom.us/oauth/authorize',
    token: 'https://zoom.us/oauth/token',
    asks: 'GET https://api.zoom.us/v2/users/me',
    answer: { id: 'KDcuGIm1QgePTO8WbOqwIQ', account_id: 'q6gBJVO5TzexKYTb_I2rpg', email: 'ann@acme.test' },
    account: { id: 'q6gBJVO5TzexKYTb_I2rpg/KDcuGIm1QgePTO8WbOqwIQ', label: 'ann@acme.test' },
  },
];

/** A way out that keeps what is asked and always answers the same. */
function recorder(status: number, body: unknown): { outbound: Outbound; asked: OutboundRequest[] } {
  const asked: OutboundRequest[] = [];
  const outbound: Outbound = {
    faultOf,
    request: (request) => {
      asked.push(request);
      return Promise.resolve({ status, text: JSON.stringify(body), retryAfter: undefined });
    },
    close: () => Promise.resolve(),
  };
  return { outbound, asked };
}

const valuesOf = (sample: Sample) => readFields(entryOf(sample.id), sample.fields ?? {}, faultOf).all;

describe('the providers that authorise by OAuth', () => {
  it('are 25 services at least, with a sample each', () => {
    expect(named.length).toBeGreaterThanOrEqual(25);
    expect(samples.map(({ id }) => id)).toEqual(named.map(({ id }) => id));
  });

  it.each(samples)('$id sends people and codes where its documentation says', (sample) => {
    const { oauth } = entryOf(sample.id);
    const fill = (template = '') => fillAddress(template, valuesOf(sample));
    expect([fill(oauth.authorizationUrl), fill(oauth.tokenUrl)]).toEqual([sample.authorize, sample.token]);
  });

  it.each(samples)('$id tells whose the tokens are', async ({ answer, account, asks, header, further, ...sample }) => {
    const { outbound, asked } = recorder(200, answer);
    const entry = entryOf(sample.id);
    const brought = asks === undefined ? answer : {};
    const found = await identify(outbound, entry, valuesOf({ answer, account, ...sample }), {
      accessToken: 't1',
      document: entry.oauth.account.from === 'token' ? brought : {},
      claims: entry.oauth.account.from === 'id_token' ? brought : undefined,
    });
    expect(found).toEqual({ account, fields: further ?? {} });
    expect(asked.map(({ method, url, body }) => [method, url, body].filter(Boolean).join(' '))).toEqual(
      asks === undefined ? [] : [asks],
    );
    const carried = asks === undefined ? [] : [header ?? { authorization: 'Bearer t1' }];
    expect(asked.map(({ headers }) => headers)).toMatchObject(carried);
  });

  it.each(samples.filter(({ asks }) => asks !== undefined))('$id: who cannot be named is nobody', async (sample) => {
    const ask = (status: number, body: unknown) =>
      identify(recorder(status, body).outbound, entryOf(sample.id), valuesOf(sample), {
        accessToken: 't1',
        document: {},
        claims: undefined,
      });
    await expect(ask(200, {})).rejects.toThrow('authorization_failed');
    await expect(ask(401, sample.answer)).rejects.toThrow('authorization_failed');
    await expect(ask(500, sample.answer)).rejects.toThrow('provider_unavailable');
  });
});

describe('each entry', () => {
  it.each(entries)('$id says what to register, and where that is written', ({ oauth }) => {
    expect(oauth.setup).toMatch(/\.$/);
    expect(oauth.docsUrl).toMatch(/^https:\/\//);
  });

  it.each(entries)('$id, A58: has PKCE by S256, or an exception with its source', ({ oauth: { pkce } }) => {
    expect(pkce === 'S256' ? ': https://' : pkce.exception).toMatch(/: https:\/\/\S*$/);
  });

  it.each(entries)('$id asks for what naming the account and renewing need', ({ oauth }) => {
    const all = [...oauth.scopes, ...(oauth.identityScopes ?? [])];
    // Whoever asks for refresh tokens uses them.
    const asksForRenewal = all.some((scope) => /^(?:offline|offline_access|refresh_token)$/.test(scope));
    const isOidc = oauth.account.from === 'id_token';
    expect([asksForRenewal && oauth.refresh === 'none', isOidc && !all.includes('openid')]).toEqual([false, false]);
    expect(oauth.refresh === 'none' ? oauth.accessTokenLifetime : undefined).toBeUndefined();
  });

  it.each(named)('$id, A76: names https addresses alone', ({ oauth }) => {
    for (const [, template] of addressesOf(oauth)) expect(parseAddressTemplate(template)?.scheme).toBe('https');
  });
});

const tenants = entries.filter(({ fields }) => fields.length > 0);

it.each(tenants)('A76: $id: nothing that is typed changes where an address leads', (entry) => {
  const piece = fc.oneof(
    fc.constantFrom('.', '/', '@', '#', '?', ':', '\\', '%2f', '..', 'evil.example', 'a'),
    fc.string(),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  let filled = 0;
  fc.assert(
    fc.property(text, (typed) => {
      let values: ReadonlyMap<string, string>;
      try {
        values = readFields(entry, Object.fromEntries(entry.fields.map(({ name }) => [name, typed])), faultOf).all;
      } catch {
        return;
      }
      for (const [, template] of addressesOf(entry.oauth)) {
        const url = new URL(fillAddress(template, values));
        const { host = '', path = '' } = parseAddressTemplate(template) ?? {};
        expect(url.protocol + url.username + url.password + url.port + url.hash).toBe('https:');
        expect(url.hostname.split('.').slice(1)).toEqual(host.split('.').slice(1));
        expect(partsOf(host).length === 0 ? url.hostname : host).toBe(host);
        expect(url.pathname.split('/').length).toBe(path.split('/').length);
      }
      filled += 1;
    }),
    { examples: [['a'], ['acme']] },
  );
  expect(filled).toBeGreaterThan(0);
});

describe('the generic providers', () => {
  const settings = {
    authorizationUrl: 'https://login.acme.example/authorize',
    tokenUrl: 'https://login.acme.example/token',
    userinfoUrl: 'https://login.acme.example/me',
    accountId: '/user/key',
  };

  it('find an OpenID provider by its issuer, and name an account within it', async () => {
    const entry = resolveEntry(entryOf('generic-oidc'), { issuer: 'https://id.acme.example/tenant' });
    expect(entry.oauth).toMatchObject({ issuer: 'https://id.acme.example/tenant', discovery: true });
    const claims = { iss: 'https://id.acme.example/tenant', sub: 'ann', name: 'Ann' };
    const { outbound } = recorder(500, {});
    const found = await identify(outbound, entry, new Map(), { accessToken: 't', document: {}, claims });
    expect(found.account).toEqual({ id: 'https%3A%2F%2Fid.acme.example%2Ftenant/ann', label: 'Ann' });
  });

  it('take the addresses and the place of the account from the vendor', async () => {
    const entry = resolveEntry(entryOf('generic-oauth2'), settings);
    expect(JSON.stringify(entry)).not.toMatch(/\{[a-zA-Z]+\}/);
    const { outbound, asked } = recorder(200, { user: { key: 7 }, email: 'ann@acme.test' });
    const brought = { accessToken: 't', document: {}, claims: undefined };
    expect((await identify(outbound, entry, new Map(), brought)).account).toEqual({ id: '7', label: 'ann@acme.test' });
    expect(asked[0]?.url).toBe(settings.userinfoUrl);
  });
});

describe('a refusal to renew', () => {
  const answer = (status: number, body: unknown) => ({ status, text: JSON.stringify(body), retryAfter: undefined });

  it.each([
    ['hubspot-oauth', 400, { status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' }],
    ['hubspot-oauth', 400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' }],
    ['github', 200, { error: 'bad_refresh_token' }],
    ['slack', 200, { ok: false, error: 'invalid_refresh_token' }],
    ['zoom', 401, { reason: 'Invalid Token!', error: 'invalid_request' }],
    ['atlassian', 403, { error: 'unauthorized_client', error_description: 'refresh_token is invalid' }],
    ['google', 400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }],
  ])('of %s with %i is known by its code', (id, status, body) => {
    const entry = entryOf(id);
    const conformed = conformAnswer(entry, answer(status, body));
    const { error } = JSON.parse(conformed.text) as { error: string };
    expect(conformed.status).toBeGreaterThanOrEqual(400);
    expect(['invalid_grant', ...(entry.oauth.refusals ?? [])]).toContain(error);
  });
});
