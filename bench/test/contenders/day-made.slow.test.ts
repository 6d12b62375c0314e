import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../../server/test/support/redis.ts';
import type { TestRedis } from '../../../server/test/support/redis.ts';
import type { Accounts } from '../../src/contenders/accounts.ts';
import { ownProgram } from '../../src/contenders/own-program.ts';
import { start } from '../../src/processes.ts';
import type { Running } from '../../src/processes.ts';
import { startSigner } from '../../src/tokens/signer.ts';
import type { Signer } from '../../src/tokens/signer.ts';

// What the server is compared with must do the same work, or the comparison is worth nothing.
describe('the day-made stack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inlay-day-made-'));
  const origin = 'https://host.example';
  let redis: TestRedis;
  let server: Running;
  let signer: Signer;

  beforeAll(async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const customers = [{ id: 'cus_1', subject: 'Eone', name: 'One', origins: [origin, 'https://second.example'] }];
    const accounts: Accounts = { vendorKey: 'vendor', kid: 'bench', publicKey, customers };
    writeFileSync(join(folder, 'accounts.json'), JSON.stringify(accounts));
    redis = await startRedis();
    const environment = { ACCOUNTS: join(folder, 'accounts.json'), REDIS_URL: redis.url };
    server = await start(await ownProgram('day-made', environment), folder);
    signer = startSigner({ vendorKey: 'vendor', kid: 'bench', privateKey, origin }, ['Eone']);
  }, 30_000);

  afterAll(async () => {
    signer.stop();
    await server.stop();
    await redis.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (token: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.port}/direct_link?token=${token}`, { headers: { 'x-forwarded-proto': 'https' } });

  it('admits a link once, with a page, a policy for its customer and a session in Redis', async () => {
    const [token = ''] = await signer.sign(1);
    const answer = await ask(token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors ${origin} https://second.example`);
    expect(answer.headers.get('set-cookie')).toMatch(/^connect\.sid=.*Secure; Partitioned; SameSite=None/);
    const size = (await answer.text()).length;
    expect(size).toBeGreaterThan(1_900);
    expect(size).toBeLessThan(2_300);
    expect((await ask(token)).status).toBe(409);
    const keys = await redis.client.keys('*');
    expect(new Set(keys.map((key) => key.split(':')[0]))).toEqual(new Set(['jti', 'session']));
  });

  it('refuses a signature that does not hold', async () => {
    const [token = ''] = await signer.sign(1);
    expect((await ask(`${token.slice(0, -8)}AAAAAAAA`)).status).toBe(401);
  });
});
