import { beforeAll, expect, it } from 'vitest';
import { createIdempotencyStore } from '../../src/http/idempotency-store.ts';
import type { TestApp } from '../support/app.ts';
import { onEachEngine } from '../support/engines.ts';

const url = '/api/v1/customers';
const day = 86_400_000;

function codeOf(answer: { body: string }): unknown {
  return (JSON.parse(answer.body) as { error: { code: string } }).error.code;
}

onEachEngine('Idempotency-Key', (open) => {
  let test: TestApp;
  let apiKey: string;
  let vendorId: string;

  beforeAll(async () => {
    test = await open();
    const made = await test.accounts.vendor();
    apiKey = made.apiKey;
    vendorId = made.vendor.id;
  });

  const post = (key: string, body: unknown, address = url) =>
    test.api(apiKey, 'POST', address, body, { 'idempotency-key': key });
  const customers = async (name: string): Promise<number> =>
    (await test.services.database.selectFrom('customers').select('id').where('name', '=', name).execute()).length;

  it('answers a repeated request the same, and makes one customer', async () => {
    const first = await post('repeat', { name: 'Repeated' });
    expect(first.statusCode).toBe(201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    test.clock.advance(3_600_000);
    const second = await post('repeat', { name: 'Repeated' });
    expect(second.statusCode).toBe(201);
    expect(second.body).toBe(first.body);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await customers('Repeated')).toBe(1);
  });

  it('answers a repeated refusal the same', async () => {
    await test.accounts.customer(vendorId, { externalId: 'taken' });
    const first = await post('refused', { name: 'C', externalId: 'taken' });
    const second = await post('refused', { name: 'C', externalId: 'taken' });
    expect([second.statusCode, second.body]).toEqual([409, first.body]);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('refuses the key for another body or another address', async () => {
    await post('other', { name: 'One' });
    const body = await post('other', { name: 'Two' });
    expect([body.statusCode, codeOf(body)]).toEqual([422, 'idempotency_key_reused']);
    const address = await post('other', { name: 'One', scopes: ['*'] }, '/api/v1/api-keys');
    expect([address.statusCode, codeOf(address)]).toEqual([422, 'idempotency_key_reused']);
    expect(await customers('Two')).toBe(0);
  });

  it('carries out one of many simultaneous requests', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('race', { name: 'Raced' })));
    expect(await customers('Raced')).toBe(1);
    const created = answers.filter(({ statusCode }) => statusCode === 201);
    expect(new Set(created.map(({ body }) => body)).size).toBe(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 201)) {
      expect([answer.statusCode, codeOf(answer)]).toEqual([409, 'idempotency_key_in_use']);
    }
  });

  it('is in use while the first request runs, and free again a minute after that one died', async () => {
    const { database, vault } = test.services;
    const store = createIdempotencyStore(database, vault, test.clock.now);
    const dead = await store.claim(vendorId, 'died', 'hash');
    expect(dead.state).toBe('claimed');
    test.clock.advance(59_999);
    expect((await store.claim(vendorId, 'died', 'hash')).state).toBe('in_use');
    test.clock.advance(1);
    expect((await post('died', { name: 'Died' })).statusCode).toBe(201);
    // Should the first come back to life, it changes nothing of what the second left.
    if (dead.state === 'claimed') await store.keep(dead.claim, 500, 'late');
    if (dead.state === 'claimed') await store.release(dead.claim);
    const again = await post('died', { name: 'Died' });
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
  });

  it('is free again after an answer of 5xx', async () => {
    const { vault } = test.services;
    const seal = vault.seal.bind(vault);
    let failures = 0;
    vault.seal = (text, row) => {
      if (row.startsWith('signing_keys/')) {
        failures += 1;
        return Promise.reject(new Error('no key to seal with'));
      }
      return seal(text, row);
    };
    const wish = { generate: { bits: 2048 } };
    const failed = await post('failing', wish, '/api/v1/signing-keys');
    expect([failed.statusCode, codeOf(failed), failures]).toEqual([500, 'internal_error', 1]);
    vault.seal = seal;
    expect((await post('failing', wish, '/api/v1/signing-keys')).statusCode).toBe(201);
  });

  it('keeps an answer for a day', async () => {
    await post('daily', { name: 'Daily' });
    test.clock.advance(day - 1);
    expect((await post('daily', { name: 'Daily' })).headers['idempotency-replayed']).toBe('true');
    test.clock.advance(1);
    const again = await post('daily', { name: 'Daily' });
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect(await customers('Daily')).toBe(2);
    test.clock.advance(2 * day);
    await post('sweeper', { name: 'S' });
    const rows = await test.services.database.selectFrom('idempotency_keys').select('key').execute();
    expect(rows.map(({ key }) => key)).toEqual(['sweeper']);
  });

  it('A50: keeps an answer that holds a secret sealed, and gives it again', async () => {
    const first = await post('secret', { name: 'k', scopes: ['*'] }, '/api/v1/api-keys');
    const { key } = JSON.parse(first.body) as { key: string };
    const rows = await test.services.database.selectFrom('idempotency_keys').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(key);
    expect((await post('secret', { name: 'k', scopes: ['*'] }, '/api/v1/api-keys')).body).toBe(first.body);
  });

  it('A64: keeps one vendor’s keys apart from another’s', async () => {
    const other = await test.accounts.vendor();
    const mine = await post('shared', { name: 'Mine' });
    const headers = { 'idempotency-key': 'shared' };
    const theirs = await test.api(other.apiKey, 'POST', url, { name: 'Mine' }, headers);
    expect(theirs.statusCode).toBe(201);
    expect(theirs.body).not.toBe(mine.body);
  });

  it('gives an answer again to the API key that asked, and to no other of the vendor', async () => {
    const strong = { name: 'strong', scopes: ['*'] };
    const narrow = await post('narrow', { name: 'narrow', scopes: ['api-keys:write'] }, '/api/v1/api-keys');
    const { key } = JSON.parse(narrow.body) as { key: string };
    const first = await post('escalate', strong, '/api/v1/api-keys');
    expect(first.statusCode).toBe(201);
    const headers = { 'idempotency-key': 'escalate' };
    const replay = await test.api(key, 'POST', '/api/v1/api-keys', strong, headers);
    expect([replay.statusCode, codeOf(replay)]).toEqual([422, 'idempotency_key_reused']);
  });

  it('does not keep what was refused before it was carried out', async () => {
    expect((await post('malformed', { name: 5 })).statusCode).toBe(400);
    expect((await post('malformed', { name: 'Mended' })).statusCode).toBe(201);
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const answer = await test.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${apiKey}`, 'idempotency-key': key },
      payload: { name: 'C' },
    });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'idempotency_key_invalid']);
  });
});
