import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rewrapSecrets } from '../../../src/crypto/rewrap.ts';
import { Vault } from '../../../src/crypto/sealing.ts';
import { createTestApp } from '../../support/app.ts';
import type { TestApp } from '../../support/app.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import type { AuthorizationServer } from '../../support/authorization-server.ts';
import { openFrame } from '../../support/frame.ts';
import { createPartner } from '../../support/partner.ts';
import type { Partner } from '../../support/partner.ts';
import { startProvider } from '../../support/provider.ts';
import type { TestProvider } from '../../support/provider.ts';
import { auditOf, connectLogin, rowOf, setUpLogin, statusesOf, tokensOf } from './login.ts';

interface Answer {
  readonly kind: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  readonly expiresAt: string | null;
  readonly error: { readonly code: string };
}

let login: AuthorizationServer;
let acme: TestProvider;
let test: TestApp;
let partner: Partner;

beforeAll(async () => {
  [login, acme] = await Promise.all([startAuthorizationServer(), startProvider()]);
  acme.keys.set('good-key', { id: 1, email: 'ann@acme.test' });
  test = await createTestApp({
    extraProviders: [login.entry, acme.entry],
    environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: `${login.host},${acme.host}` },
  });
});
beforeEach(async () => {
  login.behave(undefined);
  partner = await createPartner(test);
  await setUpLogin(test, partner, login);
});
afterAll(async () => {
  await test.close();
  await login.close();
  await acme.close();
});

const api = (method: 'GET' | 'DELETE', url: string) => test.api(partner.vendor.apiKey, method, `/api/v1${url}`);
const read = async (id: string) => {
  const answer = await api('GET', `/connections/${id}/credentials`);
  return { status: answer.statusCode, body: answer.json<Answer>(), code: answer.json<Answer>().error?.code };
};
const connect = (options?: Parameters<typeof connectLogin>[3]) => connectLogin(test, partner, login, options);
const write = (id: string, columns: object) =>
  test.services.database.updateTable('connections').set(columns).where('id', '=', id).execute();
const journal = (): string[] =>
  readdirSync(join(test.services.config.dataDir, 'refresh-journal')).filter((name) => name.endsWith('.jwe'));

describe('credentials that do not open', () => {
  it.each([
    [
      'the text of another row',
      async (sealed: string) => (await rowOf(test, (await connect()).id)).sealed_credentials ?? sealed,
    ],
    ['a flipped bit of the text', (sealed: string) => flip(sealed, 3)],
    ['a flipped bit of the tag', (sealed: string) => flip(sealed, 4)],
    ['a flipped bit of the nonce', (sealed: string) => flip(sealed, 2)],
    ['a cut text', (sealed: string) => sealed.slice(0, -8)],
    ['no text at all', () => ''],
    ['a text of another key', () => new Vault([{ kid: 'x', bytes: Buffer.alloc(32, 9) }]).sealNow('{}', 'any')],
  ])(
    'A73: are not handed out for %s, and it is noted',
    async (_name, spoil: (sealed: string) => string | Promise<string>) => {
      const { id } = await connect({ seconds: 600 });
      const { sealed_credentials: good } = await rowOf(test, id);
      await write(id, { sealed_credentials: await spoil(good ?? '') });
      const asked = login.seen.get('/token');
      const { status, code } = await read(id);
      expect([status, code]).toEqual([500, 'credentials_unreadable']);
      expect(await rowOf(test, id)).toMatchObject({ status: 'error', error_code: 'credentials_unreadable' });
      expect(await statusesOf(test, id)).toEqual(['connected', 'error credentials_unreadable']);
      expect(await auditOf(test, id)).toEqual([
        ['connection.credentials_opened', 'refused', 'credentials_unreadable', 'system'],
        ['connection.credentials_read', 'refused', 'credentials_unreadable', 'api_key'],
      ]);
      await test.services.connections.credentials.renewDue();
      expect(login.seen.get('/token')).toBe(asked);
      // Brought back, it works again.
      await write(id, { sealed_credentials: good });
      expect((await read(id)).status).toBe(200);
      expect(await statusesOf(test, id)).toEqual(['connected', 'error credentials_unreadable', 'connected']);
    },
  );

  it('A74: do not keep the others from being sealed anew', async () => {
    const [spoilt, well] = [await connect(), await connect()];
    await write(spoilt.id, { sealed_credentials: 'nonsense' });
    const old = { kid: 'test', bytes: Buffer.alloc(32, 7) };
    const ring = new Vault([{ kid: 'next', bytes: Buffer.alloc(32, 8) }, old]);
    const { changed, unreadable } = await rewrapSecrets(test.services.database, ring);
    expect(unreadable).toContain(`connections/${spoilt.id}/credentials`);
    expect(changed).toBeGreaterThanOrEqual(2);
    const row = await rowOf(test, well.id);
    expect(ring.isCurrent(row.sealed_credentials ?? '')).toBe(true);
    // Client secrets too, and everything is sealed back for the tests to come.
    const { database } = test.services;
    const settings = await database.selectFrom('provider_settings').selectAll().execute();
    for (const { sealed_client_secret: sealed } of settings) expect(ring.isCurrent(sealed ?? '')).toBe(true);
    const secret = settings.find(({ vendor_id: id }) => id === partner.vendor.vendor.id);
    const named = `provider_settings/${partner.vendor.vendor.id}/login/client_secret`;
    expect(await ring.open(secret?.sealed_client_secret ?? '', named)).toBe(login.clientSecret);
    await rewrapSecrets(database, new Vault([old, { kid: 'next', bytes: Buffer.alloc(32, 8) }]));
    expect((await read(well.id)).status).toBe(200);
  });
});

describe('credentials that a person filled in', () => {
  it('are handed out as they are', async () => {
    const frame = await openFrame(test, partner);
    const fields = { apiKey: 'good-key', team: 'Sales' };
    const { body } = await frame.post('/connections', { provider: 'acme', fields });
    expect((await read(body.id)).body).toMatchObject({
      kind: 'api_key',
      credentials: { apiKey: 'good-key' },
      fields: { team: 'Sales' },
      expiresAt: null,
    });
  });
});

describe('an end', () => {
  const revoked = async (id: string) => (await auditOf(test, id)).filter(([action]) => action === 'connection.revoked');

  it('revokes the tokens of a connection that is disconnected', async () => {
    const { id, tokens } = await connect({ seconds: 600 });
    const frame = await openFrame(test, partner);
    expect((await frame.post(`/connections/${id}/disconnect`, {})).status).toBe(200);
    await expect.poll(() => login.isGood(tokens.refreshToken ?? '')).toBe(false);
    await expect.poll(() => revoked(id)).toEqual([['connection.revoked', 'changed', null, 'frame']]);
    expect((await read(id)).code).toBe('connection_not_connected');
  });

  it('revokes the tokens of a connection that is deleted, and tells open frames', async () => {
    const { id, tokens } = await connect({ seconds: 600 });
    expect((await api('DELETE', `/connections/${id}`)).statusCode).toBe(204);
    await expect.poll(() => login.isGood(tokens.refreshToken ?? '')).toBe(false);
    expect(await statusesOf(test, id)).toEqual(['connected', 'disconnected']);
    await expect.poll(() => revoked(id)).toHaveLength(1);
    expect((await read(id)).code).toBe('not_found');
    expect((await api('DELETE', `/connections/${id}`)).statusCode).toBe(404);
  });

  it('revokes the tokens of a customer that is deleted', async () => {
    const { tokens } = await connect({ seconds: 600 });
    expect((await api('DELETE', `/customers/${partner.customer.id}`)).statusCode).toBe(204);
    await expect.poll(() => login.isGood(tokens.refreshToken ?? '')).toBe(false);
  });

  it('does not wait for a provider that is away, and notes that it was', async () => {
    const { id } = await connect({ seconds: 600 });
    login.behave((_request, response) => void response.writeHead(503).end());
    expect((await api('DELETE', `/connections/${id}`)).statusCode).toBe(204);
    await expect
      .poll(() => revoked(id))
      .toEqual([['connection.revoked', 'refused', 'provider_unavailable', 'api_key']]);
  });

  it('A75: revokes tokens that arrive for a connection that was ended meanwhile', async () => {
    const { id } = await connect();
    const hold = login.hold('after');
    const reading = read(id);
    await hold.arrived;
    expect((await api('DELETE', `/connections/${id}`)).statusCode).toBe(204);
    hold.release();
    expect((await reading).code).toBe('connection_not_connected');
    await expect.poll(async () => (await revoked(id)).length).toBe(2);
    expect(journal()).toEqual([]);
  });
});

describe('a provider that is away', () => {
  it('does not keep the others waiting', async () => {
    const away = await Promise.all(Array.from({ length: 30 }, () => connect({ seconds: 0 })));
    login.behave((_request, response) => void response.writeHead(503).end());
    const before = login.seen.get('/token') ?? 0;
    await test.services.connections.credentials.renewDue();
    await test.services.connections.credentials.renewDue();
    // As many as are renewed side by side, and no more of them.
    expect((login.seen.get('/token') ?? 0) - before).toBeLessThanOrEqual(8);
    const other = await createPartner(test);
    await setUpLogin(test, other, login);
    login.behave(undefined);
    const { id } = await connectLogin(test, other, login, { seconds: 0 });
    await test.services.connections.credentials.renewDue();
    expect((await rowOf(test, id)).access_expires_at).toBeGreaterThan(test.clock.now());
    test.clock.advance(31_000);
    await test.services.connections.credentials.renewDue();
    for (const { id: one } of away) expect((await rowOf(test, one)).refresh_failures).toBe(0);
  });
});

describe('a renewal under way', () => {
  it('lets a reconnection win', async () => {
    const { id } = await connect();
    const hold = login.hold('after');
    const reading = read(id);
    await hold.arrived;
    const fresh = await connect({ seconds: 600 });
    const { sealed_credentials: _text, ...row } = await rowOf(test, fresh.id);
    const sealed = await test.services.vault.seal(
      JSON.stringify({ oauth: fresh.tokens }),
      `connections/${id}/credentials`,
    );
    const { renew_at, access_expires_at } = row;
    await write(id, {
      sealed_credentials: sealed,
      refresh_id: null,
      refresh_started_at: null,
      renew_at,
      access_expires_at,
    });
    hold.release();
    expect((await reading).body.credentials['accessToken']).toBe(fresh.tokens.accessToken);
    expect((await tokensOf(test, id)).refreshToken).toBe(fresh.tokens.refreshToken);
    expect(journal()).toEqual([]);
  });

  it('A74: is kept where the keys are rotated meanwhile', async () => {
    const { id } = await connect();
    const hold = login.hold('after');
    const reading = read(id);
    await hold.arrived;
    const { sealed_credentials: before } = await rowOf(test, id);
    const again = await test.services.vault.seal(
      await test.services.vault.open(before ?? '', `connections/${id}/credentials`),
      `connections/${id}/credentials`,
    );
    await write(id, { sealed_credentials: again });
    hold.release();
    const { body } = await reading;
    expect((await tokensOf(test, id)).accessToken).toBe(body.credentials['accessToken']);
  });

  it('A75: of a process that stopped for too long does no harm', async () => {
    const { id, tokens } = await connect();
    const hold = login.hold('before');
    const reading = read(id);
    await hold.arrived;
    // Its lease is over, somebody else took it and was refused, as a token that is used twice is.
    await write(id, { status: 'expired', error_code: 'connection_expired', refresh_id: null, renew_at: null });
    hold.release();
    expect((await reading).status).toBe(200);
    expect(await rowOf(test, id)).toMatchObject({ status: 'connected', error_code: null, refresh_id: null });
    expect((await tokensOf(test, id)).refreshToken).not.toBe(tokens.refreshToken);
    // Whether the answer is good still is found out at once.
    expect((await rowOf(test, id)).renew_at).toBe(test.clock.now());
  });

  it('A75: leaves a journal that holds no token in clear, and takes up what it holds', async () => {
    const { id } = await connect();
    const { database } = test.services;
    const folder = join(test.services.config.dataDir, 'refresh-journal');
    const hold = login.hold('after');
    const reading = read(id);
    await hold.arrived;
    // The row cannot be written: as if the database were away.
    await database.schema.alterTable('connections').renameTo('connections_away').execute();
    hold.release();
    const token = (await reading).body.credentials['accessToken'] ?? '';
    expect(token).not.toBe('');
    const [file = ''] = journal();
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(text).not.toContain(token);
    await database.schema.alterTable('connections_away').renameTo('connections').execute();
    await expect.poll(async () => (await tokensOf(test, id)).accessToken).toBe(token);
    await expect.poll(journal).toEqual([]);
  });

  it('A73: passes over an entry of the journal that was changed', async () => {
    const { id, tokens } = await connect({ seconds: 600 });
    const folder = join(test.services.config.dataDir, 'refresh-journal');
    const name = `${id}.abc.def.jwe`;
    writeFileSync(join(folder, name), test.services.vault.sealNow('{"tokens":{}}', 'refresh-journal/other'));
    await test.services.connections.credentials.start();
    expect((await tokensOf(test, id)).accessToken).toBe(tokens.accessToken);
    expect(test.log.text()).toContain('does not open');
  });
});

it('A50: no token, no secret and no sealed text is in any log line, audit event, event or metric', async () => {
  const secrets = new Set<string>();
  const note = async (id: string) => {
    const { accessToken, refreshToken } = await tokensOf(test, id);
    for (const one of [accessToken, refreshToken ?? '']) secrets.add(one);
  };
  const first = await connect();
  await note(first.id);
  await read(first.id);
  await note(first.id);
  const { refreshToken } = first.tokens;
  const second = await connect({ tokens: { refreshToken } });
  await note(second.id);
  await read(second.id);
  const third = await connect();
  await note(third.id);
  login.behave(
    (_request, response) => void response.writeHead(400).end(JSON.stringify({ error: [...secrets].join() })),
  );
  await read(third.id);
  test.clock.advance(3_000);
  login.behave((request) => void request.socket.end(`HTTP/1.1 200 ${[...secrets].join('')}\r\n`));
  await read(third.id);
  await api('DELETE', `/connections/${third.id}`);
  await test.services.connections.credentials.stop();
  await test.services.audit.flush();
  const told = [test.log.text(), JSON.stringify(test.services.metrics.snapshot())];
  for (const table of ['audit_events', 'connection_events'] as const) {
    told.push(JSON.stringify(await test.services.database.selectFrom(table).selectAll().execute()));
  }
  secrets.add(login.clientSecret);
  expect(secrets.size).toBeGreaterThanOrEqual(7);
  for (const secret of secrets) for (const text of told) expect(text.includes(secret)).toBe(false);
});

/** Changes one bit of one of the five parts. */
function flip(sealed: string, index: number): string {
  const parts = sealed.split('.');
  const bytes = Buffer.from(parts[index] ?? '', 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return parts.with(index, bytes.toString('base64url')).join('.');
}
