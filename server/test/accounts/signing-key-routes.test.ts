import { calculateJwkThumbprint } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { encode } from '../support/weak-keys.ts';

const url = '/api/v1/signing-keys';
const pair = makeKeyPair();
const jwk = pair.publicKey.export({ format: 'jwk' });
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
let test: TestApp;
let vendor: NewVendor;

beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const fresh = async (): Promise<void> => void (vendor = await test.accounts.vendor());
const post = (body: unknown, at = url) => test.api(vendor.apiKey, 'POST', at, body);
const codeOf = (answer: { body: string }): unknown =>
  (JSON.parse(answer.body) as { error: { code: string } }).error.code;

it('registers a public key; its kid is the thumbprint unless one is given', async () => {
  await fresh();
  const thumbprint = await calculateJwkThumbprint(jwk);
  const made = await post({ publicKey: pem });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toMatchObject({
    id: expect.stringMatching(/^key_/) as string,
    kid: thumbprint,
    thumbprint,
    status: 'active',
    bits: 2048,
    held: false,
    publicKey: { kty: 'RSA', n: jwk.n, e: 'AQAB', kid: thumbprint, use: 'sig', alg: 'RS256' },
  });
  await fresh();
  expect((await post({ publicKey: jwk, kid: 'a.b~c_d-1' })).json()).toMatchObject({ kid: 'a.b~c_d-1', thumbprint });
  await fresh();
  expect((await post({ publicKey: { ...jwk, kid: 'own' } })).json()).toMatchObject({ kid: 'own' });
});

it('A15: takes a kid of plain characters only, one that agrees with the JWK', async () => {
  await fresh();
  for (const kid of ['a b', '../key', "k'--", 'k%00', 'ключ', 'a/b', 'k\n']) {
    expect([kid, codeOf(await post({ publicKey: pem, kid }))]).toEqual([kid, 'signing_key_invalid']);
  }
  expect(codeOf(await post({ publicKey: pem, kid: 'x'.repeat(129) }))).toBe('request_invalid');
  expect(codeOf(await post({ publicKey: { ...jwk, kid: 'one' }, kid: 'two' }))).toBe('signing_key_invalid');
  expect((await post({ publicKey: pem, kid: '__proto__' })).json()).toMatchObject({ kid: '__proto__' });
});

it('wants one of publicKey and generate', async () => {
  await fresh();
  expect(codeOf(await post({}))).toBe('request_invalid');
  expect(codeOf(await post({ publicKey: pem, generate: { bits: 2048 } }))).toBe('request_invalid');
  expect(codeOf(await post({ generate: { bits: 1024 } }))).toBe('request_invalid');
  expect(codeOf(await post({ generate: { bits: 2048, e: 3 } }))).toBe('request_invalid');
});

it('A20, A22: knows a key again however it is written, and takes no kid twice', async () => {
  await fresh();
  expect((await post({ publicKey: pem, kid: 'one' })).statusCode).toBe(201);
  const n = BigInt(`0x${Buffer.from(jwk.n ?? '', 'base64url').toString('hex')}`);
  const padded = await post({ publicKey: { kty: 'RSA', n: encode(n, 3), e: 'AAEAAQ' }, kid: 'two' });
  expect([padded.statusCode, codeOf(padded)]).toEqual([409, 'signing_key_taken']);
  const other = makeKeyPair().publicKey.export({ type: 'spki', format: 'pem' }).toString();
  expect(codeOf(await post({ publicKey: other, kid: 'one' }))).toBe('signing_key_taken');
});

it('A19: a private key is refused, and stands in no table and no log line', async () => {
  await fresh();
  const secret = pair.privateKey.export({ format: 'jwk' });
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  for (const publicKey of [secret, pkcs8, { ...jwk, d: secret.d }]) {
    const answer = await test.api(vendor.apiKey, 'POST', url, { publicKey }, { 'idempotency-key': 'private' });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'signing_key_private']);
    expect(answer.body).not.toContain(secret.d);
    await test.services.database.deleteFrom('idempotency_keys').execute();
  }
  await test.services.audit.flush();
  const canaries = [secret.d ?? '', secret.p ?? '', pkcs8.split('\n')[3] ?? ''];
  const audit = JSON.stringify(await test.services.database.selectFrom('audit_events').selectAll().execute());
  const keys = await test.services.database
    .selectFrom('signing_keys')
    .select('id')
    .where('vendor_id', '=', vendor.vendor.id)
    .execute();
  expect(keys).toEqual([]);
  for (const canary of canaries) {
    expect(canary.length).toBeGreaterThan(20);
    expect(test.log.text()).not.toContain(canary);
    expect(audit).not.toContain(canary);
  }
});

it('A17: has several keys active at once; retires and revokes each for itself', async () => {
  await fresh();
  const first = (await post({ generate: { bits: 2048 } })).json<{ id: string }>();
  const second = (await post({ generate: { bits: 2048 }, kid: 'next' })).json<{ id: string }>();
  expect(first).toMatchObject({ status: 'active', held: true, bits: 2048 });
  const retired = await test.api(vendor.apiKey, 'PATCH', `${url}/${first.id}`, { status: 'retired' });
  expect(retired.json()).toMatchObject({ status: 'retired', held: true });
  const revoked = await post({}, `${url}/${first.id}/revoke`);
  expect([revoked.statusCode, revoked.json()]).toEqual([
    200,
    expect.objectContaining({ status: 'revoked', held: false }),
  ]);
  const back = await test.api(vendor.apiKey, 'PATCH', `${url}/${first.id}`, { status: 'retired' });
  expect([back.statusCode, codeOf(back)]).toEqual([400, 'request_invalid']);
  expect((await test.api(vendor.apiKey, 'DELETE', `${url}/${first.id}`)).statusCode).toBe(204);
  const list = (await test.api(vendor.apiKey, 'GET', url)).json<{ data: unknown[] }>();
  expect(list.data).toMatchObject([
    { id: second.id, kid: 'next', status: 'active' },
    { id: first.id, status: 'revoked' },
  ]);
  const known = await test.services.directory.vendorById(vendor.vendor.id);
  expect(known?.signingKeys.map(({ status }) => status)).toEqual(['active', 'revoked']);
});

it('A66: shows no private half and no sealed text, in any answer', async () => {
  await fresh();
  const made = await post({ generate: { bits: 2048 } });
  const { id } = made.json<{ id: string }>();
  for (const answer of [
    made,
    await test.api(vendor.apiKey, 'GET', `${url}/${id}`),
    await test.api(vendor.apiKey, 'GET', url),
  ]) {
    expect(answer.body).not.toMatch(/sealed|private|"d"|eyJ/i);
  }
});

it('A21: publishes the public halves of active keys made here, with six members each', async () => {
  await fresh();
  await test.services.database.deleteFrom('signing_keys').execute();
  await post({ publicKey: pem, kid: 'registered' });
  const made = (await post({ generate: { bits: 2048 } })).json<{ id: string; publicKey: object }>();
  const gone = (await post({ generate: { bits: 2048 } })).json<{ id: string }>();
  await test.api(vendor.apiKey, 'DELETE', `${url}/${gone.id}`);
  const answer = await test.app.inject({ method: 'GET', url: '/.well-known/jwks.json' });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^application\/jwk-set\+json/);
  expect(answer.headers['cache-control']).toBe('public, max-age=300');
  expect(answer.json()).toEqual({ keys: [made.publicKey] });
  expect(Object.keys(made.publicKey).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

it('makes two keys at once at most, so that links are checked meanwhile, and then makes more', async () => {
  await fresh();
  const wish = { generate: { bits: 2048 } };
  const answers = await Promise.all([wish, wish, wish, { publicKey: pem }].map((body) => post(body)));
  const refused = answers.filter(({ statusCode }) => statusCode !== 201);
  expect(refused.map((answer) => [answer.statusCode, codeOf(answer), answer.headers['retry-after']])).toEqual([
    [429, 'rate_limited', '5'],
    [429, 'rate_limited', '5'],
  ]);
  expect((await post({ publicKey: pem })).statusCode).toBe(201);
});
