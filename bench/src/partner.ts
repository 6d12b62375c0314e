import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** The program under measure. */
export const inlay = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));

/** Makes tokens as a partner's backend does. */
export interface Partner {
  readonly apiKey: string;
  token(): string;
}

/** Sets up a vendor with a signing key and a customer, through the command line and the partner API. */
export async function createPartner(origin: string, environment: Readonly<Record<string, string>>): Promise<Partner> {
  const made = execFileSync(process.execPath, [inlay, 'vendors', 'create', '--name', 'Bench', '--json'], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  const { vendor, apiKey } = JSON.parse(made.toString()) as { vendor: { key: string }; apiKey: string };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const post = async (path: string, body: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const answer = await fetch(`${origin}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  await post('/signing-keys', { publicKey: publicKey.export({ type: 'spki', format: 'pem' }), kid: 'bench' });
  await post('/customers', { name: 'Bench', externalId: 'bench', embeddingOrigins: ['https://host.example'] });
  return { apiKey, token: () => makeToken(privateKey, `${vendor.key}:Ebench`) };
}

function makeToken(privateKey: KeyObject, sub: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub, iat: Math.floor(Date.now() / 1000), jti: randomUUID(), origin: 'https://host.example' };
  const input = `${part({ alg: 'RS256', typ: 'JWT', kid: 'bench' })}.${part(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}
