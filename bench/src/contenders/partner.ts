import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import type { TokenIssuer } from '../tokens/signer.ts';
import type { Accounts, AccountsCustomer } from './accounts.ts';
import { inlayProgram } from './inlay-program.ts';

/** A vendor with a signing key and customers, as the server under measure knows it. */
export interface Partner {
  readonly apiKey: string;
  readonly issuer: TokenIssuer;
  readonly accounts: Accounts;
}

const origin = 'https://host.example';

/** Sets up a vendor with a signing key and `count` customers, through the command line and the partner API. */
export async function createPartner(
  port: number,
  environment: Readonly<Record<string, string>>,
  count: number,
): Promise<Partner> {
  const made = execFileSync(process.execPath, [inlayProgram(), 'vendors', 'create', '--name', 'Bench', '--json'], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  const { vendor, apiKey } = JSON.parse(made.toString()) as { vendor: { key: string }; apiKey: string };
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${port}/api/v1${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await post('/signing-keys', { publicKey, kid: 'bench' });
  const customers: AccountsCustomer[] = [];
  const origins = [origin, 'https://second.example'];
  for (let index = 0; index < count; index += 1) {
    const body = { name: `Customer ${index}`, externalId: `customer-${index}`, embeddingOrigins: origins };
    const { id } = (await post('/customers', body)) as { id: string };
    customers.push({ id, subject: `E${body.externalId}`, name: body.name, origins });
  }
  return {
    apiKey,
    issuer: { vendorKey: vendor.key, kid: 'bench', privateKey, origin },
    accounts: { vendorKey: vendor.key, kid: 'bench', publicKey, customers },
  };
}
