import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOAuthClient } from '../../../src/connections/oauth/client.ts';
import type { OAuthEntry, OAuthTraits } from '../../../src/connections/oauth-entry.ts';
import { createOutbound } from '../../../src/http/outbound.ts';
import type { Outbound } from '../../../src/http/outbound.ts';
import { createTestApp } from '../../support/app.ts';
import type { TestApp } from '../../support/app.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import { cloudEntry } from '../../support/oauth-entry.ts';
import { connect, createOAuthPartner, statusOf } from './setup.ts';

/** Something of the operator's own network: whoever connects to it is counted. */
const inside = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
let connections = 0;
let port: number;
let test: TestApp;
let outbound: Outbound;

beforeAll(async () => {
  inside.listen(0, '127.0.0.1');
  await once(inside, 'listening');
  ({ port } = inside.address() as AddressInfo);
  test = await createTestApp();
  // Every name there is leads inside.
  outbound = createOutbound({
    resolve: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
});
afterAll(async () => {
  await test.close();
  await outbound.close();
  inside.close();
});

const settings = { clientId: 'c', clientSecret: 's' };
const transaction = {
  redirectUri: 'https://inlay.test/oauth/callback/cloud',
  codeVerifier: 'v'.repeat(43),
  nonce: 'n',
};
const inward = (): string[] => [
  `http://127.0.0.1:${port}`,
  `https://127.0.0.1:${port}`,
  `https://localhost:${port}`,
  `https://[::1]:${port}`,
  `https://[::ffff:127.0.0.1]:${port}`,
  `https://2130706433:${port}`,
  `https://0x7f.1:${port}`,
  'https://127.0.0.1',
  'https://[::1]',
  'https://10.0.0.1',
  'https://169.254.169.254',
  'https://[fd00::1]',
  // A name that resolves to an address inside.
  'https://login.example',
];

describe('A76: addresses that lead inside are never connected to', () => {
  function entry(traits: Partial<OAuthTraits>): OAuthEntry {
    const { issuer: _none, ...oauth } = cloudEntry.oauth;
    return { ...cloudEntry, oauth: { ...oauth, account: { from: 'token', id: ['/id'], label: ['/id'] }, ...traits } };
  }

  it('as token endpoint, revocation endpoint, address of the account, or issuer', async () => {
    const client = createOAuthClient({ outbound, clock: Date.now });
    const callback = new URLSearchParams({ code: 'c' });
    const values = new Map<string, string>();
    for (const address of inward()) {
      const addressed = entry({ tokenUrl: `${address}/token`, revocationUrl: `${address}/revoke` });
      const discovered = entry({ issuer: address, discovery: true });
      const { authorizationUrl: _a, tokenUrl: _t, ...rest } = discovered.oauth;
      const found = { ...discovered, oauth: rest };
      const attempts = [
        client.exchange(addressed, settings, values, transaction, callback),
        client.refresh(addressed, settings, values, 'r'),
        client.revoke(addressed, settings, values, { accessToken: 'a', refreshToken: null }),
        client.authorizationUrl(found, settings, values, { ...transaction, state: 's' }),
      ];
      for (const outcome of await Promise.allSettled(attempts)) expect(outcome.status).toBe('rejected');
    }
    expect(connections).toBe(0);
  });

  it('as what a vendor sets for a generic provider', async () => {
    const vendor = await test.accounts.vendor();
    for (const issuer of [
      `http://127.0.0.1:${port}`,
      `https://127.0.0.1:${port}`,
      'https://user@login.example',
      'file:///etc/passwd',
    ]) {
      const body = { clientId: 'c', clientSecret: 's', settings: { issuer } };
      expect((await test.api(vendor.apiKey, 'PUT', '/api/v1/providers/generic-oidc', body)).statusCode).toBe(400);
    }
    expect(connections).toBe(0);
  });

  it.each(['token_endpoint', 'jwks_uri'])(
    'as %s in the metadata of an issuer that is otherwise good',
    async (member) => {
      const login = await startAuthorizationServer(['https://inlay.test/oauth/callback/generic-oidc']);
      const own = await createTestApp({ environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: login.host } });
      const { frame, vendor } = await createOAuthPartner(own, login, []);
      const { clientId, clientSecret, issuer } = login;
      const body = { clientId, clientSecret, settings: { issuer } };
      expect((await own.api(vendor.apiKey, 'PUT', '/api/v1/providers/generic-oidc', body)).statusCode).toBe(200);
      const metadata: unknown = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
      login.behave((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ...(metadata as object), [member]: `http://127.0.0.1:${port}/inside` }));
        login.behave(undefined);
      });
      const { id } = await connect(own, frame, { provider: 'generic-oidc' });
      expect((await statusOf(frame, id)).error?.code).toBe('provider_unavailable');
      expect(connections).toBe(0);
      await own.close();
      await login.close();
    },
  );
});
