import { errorCatalogue } from '@inlay/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: string[];
  readonly security?: unknown[];
  readonly requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: { $ref?: string } }> }>;
}
interface Document {
  readonly openapi: string;
  readonly servers: { url: string }[];
  readonly tags: { name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
}

let test: TestApp;
let document: Document;
let operations: { method: string; path: string; operation: Operation }[];

beforeAll(async () => {
  test = await createTestApp();
  document = (await test.app.inject('/api/openapi.json')).json();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
});
afterAll(() => test.close());

describe('/api/openapi.json', () => {
  it('is OpenAPI 3.1 of this server', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.servers).toEqual([{ url: 'https://inlay.test' }]);
  });

  it('A90: describes exactly these operations', () => {
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual([
      'DELETE /api/v1/api-keys/{id}',
      'DELETE /api/v1/connections/{id}',
      'DELETE /api/v1/customers/{id}',
      'DELETE /api/v1/customers/{id}/providers/{provider}',
      'DELETE /api/v1/jodoo-integrations/{id}',
      'DELETE /api/v1/jodoo-members/{id}',
      'DELETE /api/v1/members/{id}',
      'DELETE /api/v1/providers/{provider}',
      'DELETE /api/v1/sessions/{id}',
      'DELETE /api/v1/signing-keys/{id}',
      'GET /.well-known/jwks.json',
      'GET /api/v1/api-keys',
      'GET /api/v1/api-keys/{id}',
      'GET /api/v1/audit-events',
      'GET /api/v1/connections',
      'GET /api/v1/connections/{id}',
      'GET /api/v1/connections/{id}/credentials',
      'GET /api/v1/customers',
      'GET /api/v1/customers/{id}',
      'GET /api/v1/customers/{id}/providers/{provider}',
      'GET /api/v1/jodoo-integrations',
      'GET /api/v1/jodoo-integrations/{id}',
      'GET /api/v1/jodoo-integrations/{id}/diagnosis',
      'GET /api/v1/jodoo-members',
      'GET /api/v1/jodoo-members/export',
      'GET /api/v1/jodoo-members/{id}',
      'GET /api/v1/members',
      'GET /api/v1/members/{id}',
      'GET /api/v1/providers',
      'GET /api/v1/providers/{provider}',
      'GET /api/v1/sessions',
      'GET /api/v1/sessions/{id}',
      'GET /api/v1/signing-keys',
      'GET /api/v1/signing-keys/{id}',
      'PATCH /api/v1/connections/{id}',
      'PATCH /api/v1/customers/{id}',
      'PATCH /api/v1/jodoo-integrations/{id}',
      'PATCH /api/v1/jodoo-members/{id}',
      'PATCH /api/v1/members/{id}',
      'PATCH /api/v1/signing-keys/{id}',
      'POST /api/v1/api-keys',
      'POST /api/v1/connections',
      'POST /api/v1/customers',
      'POST /api/v1/direct-links',
      'POST /api/v1/jodoo-integrations',
      'POST /api/v1/jodoo-members',
      'POST /api/v1/jodoo-members/import',
      'POST /api/v1/members',
      'POST /api/v1/signing-keys',
      'POST /api/v1/signing-keys/{id}/revoke',
      'PUT /api/v1/customers/{id}/providers/{provider}',
      'PUT /api/v1/providers/{provider}',
    ]);
  });

  it('names each operation once, with a summary and a tag it explains', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { operation } of operations) {
      expect(operation.summary).not.toBe('');
      expect(tags).toContain(operation.tags[0]);
    }
  });

  it('declares every status an operation can answer, each refusal with its codes', () => {
    for (const { path, method, operation } of operations) {
      if (!path.startsWith('/api/v1/')) continue;
      const statuses = Object.keys(operation.responses);
      const expected = [
        '400',
        '401',
        '403',
        '500',
        '503',
        ...(path.includes('{id}') ? ['404'] : []),
        ...(method === 'post' ? ['409', '413', '415', '422'] : []),
      ];
      expect(statuses).toEqual(expect.arrayContaining(expected));
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        if (status.startsWith('2')) continue;
        const codes = description.split(', ') as (keyof typeof errorCatalogue)[];
        for (const code of codes) expect([code, errorCatalogue[code].status]).toEqual([code, Number(status)]);
        expect(content?.['application/json']?.schema.$ref).toBe('#/components/schemas/Error');
      }
    }
  });

  it('A66: refuses unknown members in every body it describes', () => {
    const objects = operations
      .map(({ operation }) => operation.requestBody?.content['application/json']?.schema)
      .filter((schema) => schema?.['type'] === 'object');
    expect(objects.length).toBeGreaterThan(6);
    for (const schema of objects) expect(schema).toMatchObject({ additionalProperties: false });
  });

  it('asks for the API key everywhere but at the key set', () => {
    for (const { path, operation } of operations) {
      expect([path, operation.security]).toEqual([path, path === '/.well-known/jwks.json' ? [] : undefined]);
    }
  });
});

describe('/api/docs', () => {
  it('shows every operation and every refusal, without a script', async () => {
    const { body, headers } = await test.app.inject('/api/docs');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const { path, operation } of operations) {
      expect(body).toContain(`id="${operation.operationId}"`);
      expect(body).toContain(`<code>${path}</code>`);
    }
    expect(body).not.toMatch(/<script|style=|\son\w+=|undefined|\[object/);
    expect(body).toContain('<code>embedding_origin_invalid</code>');
  });

  it('A36, A81: may be framed by nobody and load nothing but its style', async () => {
    const { headers } = await test.app.inject('/api/docs');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'",
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const style = await test.app.inject('/api/docs/style.css');
    expect([style.statusCode, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('A90: knows no other method and no other address', async () => {
    for (const url of ['/api/docs', '/api/openapi.json', '/api/docs/style.css', '/.well-known/jwks.json']) {
      for (const method of ['HEAD', 'POST', 'OPTIONS', 'DELETE'] as const) {
        const answer = await test.app.inject({ method, url });
        expect([url, method, answer.statusCode, answer.headers['allow']]).toEqual([url, method, 405, 'GET']);
      }
    }
    for (const url of [
      '/api/docs/',
      '/api/docs/index.html',
      '/api/openapi.yaml',
      '/documentation',
      '/docs',
      '/api',
      '/.well-known/',
    ]) {
      expect([url, (await test.app.inject(url)).statusCode]).toEqual([url, 404]);
    }
  });
});
