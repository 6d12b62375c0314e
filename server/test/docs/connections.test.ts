import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorCatalogue, isErrorCode } from '@inlay/shared';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

const text = readFileSync(new URL('../../../docs/connections.md', import.meta.url), 'utf8');
const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = '']) => command);
let test: TestApp;
let apiKey: string;
let url: string;

beforeAll(async () => {
  test = await createTestApp();
  const { vendor, apiKey: key } = await test.accounts.vendor();
  await test.accounts.customer(vendor.id, { externalId: '42' });
  apiKey = key;
  url = await test.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => test.close());

function run(command: string): Promise<{ status: number; output: string }> {
  const env = { PATH: process.env['PATH'], INLAY_URL: url, INLAY_API_KEY: apiKey };
  return new Promise((resolve) => {
    execFile('sh', ['-c', command], { env }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });
}

it('docs/connections.md has commands that work, one after the other', { timeout: 30_000 }, async () => {
  const outputs: string[] = [];
  for (const command of commands) {
    const { status, output } = await run(command);
    expect([command, output, status]).toEqual([command, output, 0]);
    outputs.push(output);
  }
  expect(
    outputs.map((output) => (output === '' ? '' : (JSON.parse(output) as { externalId: string }).externalId)),
  ).toEqual(['project-7/mail', 'project-7/outbox', '']);
});

it('docs/connections.md names codes that exist, with their statuses', () => {
  const named = [...text.matchAll(/\| (\d{3}) `([a-z_]+)`/g)];
  expect(named.length).toBeGreaterThanOrEqual(7);
  for (const [, status, code = ''] of named) {
    expect([code, isErrorCode(code) && errorCatalogue[code].status]).toEqual([code, Number(status)]);
  }
});
