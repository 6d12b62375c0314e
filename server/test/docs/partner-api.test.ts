import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewVendor } from '../../src/accounts/vendors.ts';
import { scopes } from '../../src/accounts/scopes.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

const text = readFileSync(new URL('../../../docs/partner-api.md', import.meta.url), 'utf8');
const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = '']) => command);
let test: TestApp;
let vendor: NewVendor;
let url: string;

beforeAll(async () => {
  test = await createTestApp();
  vendor = await test.accounts.vendor();
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => test.close());

function run(command: string): Promise<{ status: number; output: string }> {
  const env = { PATH: process.env['PATH'], INLAY_URL: url, INLAY_API_KEY: vendor.apiKey };
  return new Promise((resolve) => {
    execFile('sh', ['-c', command], { env }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });
}

describe('docs/partner-api.md', () => {
  it('has commands that work, one after the other', { timeout: 30_000 }, async () => {
    expect(commands.length).toBeGreaterThanOrEqual(7);
    for (const command of commands) {
      const { status, output } = await run(command);
      expect([command, output, status]).toEqual([command, expect.stringMatching(/^\{".*\}$/s), 0]);
    }
    const customer = await test.api(vendor.apiKey, 'GET', '/api/v1/customers/E42');
    expect(customer.json()).toMatchObject({
      embeddingOrigins: ['https://app.partner.example', 'https://beta.partner.example'],
    });
  });

  it('names every scope', () => {
    for (const scope of scopes) {
      const [resource = ''] = scope.split(':');
      expect([scope, text.includes(`\`${scope}\``) || text.includes(`\`${resource}\``)]).toEqual([scope, true]);
    }
  });
});
