import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
let vendor: NewVendor;

beforeAll(async () => {
  test = await createTestApp();
  vendor = await test.accounts.vendor();
});
afterAll(() => test.close());

interface Customer {
  readonly id: string;
  readonly updatedAt: string;
}
interface Page {
  readonly data: Customer[];
  readonly nextCursor: string | null;
}

describe('/api/v1/customers', () => {
  it('makes, changes, shows and deletes a customer', async () => {
    const made = await test.api(vendor.apiKey, 'POST', '/api/v1/customers', {
      name: 'Acme',
      externalId: 'acme/1',
      embeddingOrigins: ['https://app.acme.example', 'http://localhost:3000'],
      samlRequired: true,
    });
    expect(made.statusCode).toBe(201);
    const { id } = made.json<Customer>();
    const at = new Date(test.clock.now()).toISOString();
    expect(made.json()).toEqual({
      id: expect.stringMatching(/^cus_[0-9a-z]{26}$/) as string,
      externalId: 'acme/1',
      name: 'Acme',
      embeddingOrigins: ['https://app.acme.example', 'http://localhost:3000'],
      confirmed: true,
      directLinksEnabled: true,
      samlRequired: true,
      createdAt: at,
      updatedAt: at,
    });
    test.clock.advance(1_000);
    const change = { externalId: null, samlRequired: false, embeddingOrigins: [] };
    const changed = await test.api(vendor.apiKey, 'PATCH', '/api/v1/customers/Eacme%2F1', change);
    const updatedAt = new Date(test.clock.now()).toISOString();
    expect(changed.json()).toEqual({ ...made.json<Customer>(), ...change, updatedAt });
    expect((await test.api(vendor.apiKey, 'GET', `/api/v1/customers/${id}`)).json()).toEqual(changed.json());
    const deleted = await test.api(vendor.apiKey, 'DELETE', `/api/v1/customers/${id}`);
    expect([deleted.statusCode, deleted.body]).toEqual([204, '']);
    expect((await test.api(vendor.apiKey, 'GET', `/api/v1/customers/${id}`)).statusCode).toBe(404);
  });

  it('lists the admin account among the customers and keeps it', async () => {
    const { data } = (await test.api(vendor.apiKey, 'GET', '/api/v1/customers')).json<Page>();
    expect(data.map(({ id }) => id)).toContain(vendor.adminCustomer.id);
    const answer = await test.api(vendor.apiKey, 'DELETE', `/api/v1/customers/${vendor.adminCustomer.id}`);
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([
      409,
      'customer_is_admin',
    ]);
  });

  it('A34, A35: names each faulty origin, its fault, and what was meant', async () => {
    const embeddingOrigins = [
      'https://good.example',
      'https://a.example/',
      'https://A.example',
      'https://a.example;sandbox',
      'https://*.a.example',
      'http://a.example',
      'null',
      'https://good.example',
    ];
    const answer = await test.api(vendor.apiKey, 'POST', '/api/v1/customers', { name: 'C', embeddingOrigins });
    const { error } = answer.json<{ error: { code: string; details: { path: string; message: string }[] } }>();
    expect([answer.statusCode, error.code]).toEqual([400, 'embedding_origin_invalid']);
    expect(error.details.map(({ path }) => path)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((index) => `/embeddingOrigins/${index}`),
    );
    expect(error.details[0]?.message).toContain('did you mean https://a.example?');
    expect(error.details[2]?.message).toContain('(forbidden_character)');
    expect(error.details[4]?.message).toContain('(scheme)');
    expect(error.details[6]?.message).toBe('stands twice');
  });

  it('takes twenty origins and no more', async () => {
    const origins = Array.from({ length: 21 }, (_, index) => `https://o${index}.example`);
    const post = (embeddingOrigins: string[]) =>
      test.api(vendor.apiKey, 'POST', '/api/v1/customers', { name: 'C', embeddingOrigins });
    expect((await post(origins.slice(1))).statusCode).toBe(201);
    expect((await post(origins)).statusCode).toBe(400);
  });
});

describe('pages', () => {
  it('visit every customer once, newest first, also while others are made', async () => {
    const own = await test.accounts.vendor();
    const ids = [own.adminCustomer.id];
    for (let index = 0; index < 6; index += 1) ids.unshift((await test.accounts.customer(own.vendor.id)).id);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page = (await test.api(own.apiKey, 'GET', `/api/v1/customers?limit=3${query}`)).json();
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
      await test.accounts.customer(own.vendor.id);
    }
    expect(seen).toEqual(ids);
  });

  it('hold twenty where nothing is said', async () => {
    const own = await test.accounts.vendor();
    for (let index = 0; index < 20; index += 1) await test.accounts.customer(own.vendor.id);
    const page = (await test.api(own.apiKey, 'GET', '/api/v1/customers')).json<Page>();
    expect(page.data).toHaveLength(20);
    const rest = (await test.api(own.apiKey, 'GET', `/api/v1/customers?cursor=${page.nextCursor ?? ''}`)).json<Page>();
    expect([rest.data.length, rest.nextCursor]).toEqual([1, null]);
  });

  it('refuse a cursor of another list, another filter or another vendor, and one that was changed', async () => {
    const own = await test.accounts.vendor();
    const other = await test.accounts.vendor();
    for (let index = 0; index < 2; index += 1) await test.accounts.customer(own.vendor.id);
    const { nextCursor } = (await test.api(own.apiKey, 'GET', '/api/v1/customers?limit=1')).json<Page>();
    const cursor = nextCursor ?? '';
    const forged = Buffer.from(`AAAAAAAAAAA.${own.adminCustomer.id}`).toString('base64url');
    for (const [apiKey, url] of [
      [own.apiKey, `/api/v1/members?cursor=${cursor}`],
      [own.apiKey, `/api/v1/sessions?cursor=${cursor}`],
      [own.apiKey, `/api/v1/members?customer=Ex&cursor=${cursor}`],
      [other.apiKey, `/api/v1/customers?cursor=${cursor}`],
      [own.apiKey, `/api/v1/customers?cursor=${cursor.slice(4)}`],
      [own.apiKey, `/api/v1/customers?cursor=${forged}`],
      [own.apiKey, '/api/v1/customers?cursor=%00'],
      [own.apiKey, '/api/v1/customers?cursor='],
    ] as const) {
      const answer = await test.api(apiKey, 'GET', url);
      const code = answer.json<{ error: { code: string } }>().error.code;
      expect([url, answer.statusCode, code]).toEqual([url, 400, 'cursor_invalid']);
    }
  });
});
