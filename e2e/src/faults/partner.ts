import { createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { makeToken } from '../../../server/test/support/tokens.ts';
import { runInlay } from '../harness/inlay-server.ts';
import type { NewVendor } from '../harness/partner.ts';
import { ask } from './answer.ts';

/** A link a partner signed. Its path is its own, so that the list of sessions tells which link opened which. */
export interface Link {
  readonly jti: string;
  /** Seconds. */
  readonly iat: number;
  readonly path: string;
  readonly token: string;
}

/** A partner under load: signs links itself and speaks to any instance. */
export interface LoadPartner {
  readonly vendorId: string;
  readonly customerId: string;
  readonly origin: string;
  /** A new link, signed now unless `iat` says otherwise. */
  link(iat?: number): Link;
  /** Calls the partner API of the instance at `port`. Throws for an answer that is no success. */
  api<T>(port: number, method: string, path: string, body?: unknown): Promise<T>;
  /** All items of a list, page after page. */
  list<T>(port: number, path: string): Promise<readonly T[]>;
}

interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

/** Times a list is asked for that cannot be answered, and milliseconds between two of them. */
const listTries = { count: 5, pause: 1_000 };

/** Asks again where the server says that it cannot answer now: a list changes nothing. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === listTries.count || !String(error).includes(': 503 ')) throw error;
      await delay(listTries.pause);
    }
  }
}

/** Embedding origin of the customers of these tests. */
const origin = 'https://partner.test';

/** Creates a vendor by the command line, a key and a customer by the API of the instance at `port`. */
export async function createLoadPartner(
  environment: Readonly<Record<string, string>>,
  port: number,
): Promise<LoadPartner> {
  const { vendor, apiKey } = (await runInlay(environment, 'vendors', 'create', '--name', 'Load')) as NewVendor;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key: KeyObject = createPrivateKey(privateKey);

  async function api<T>(at: number, method: string, path: string, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${apiKey}` };
    const seen = await ask({ port: at, method, path: `/api/v1${path}`, headers, body });
    if (seen.kind !== 'answer' || seen.status >= 300) {
      throw new Error(`${method} ${path}: ${seen.kind === 'answer' ? `${seen.status} ${seen.text}` : seen.kind}`);
    }
    return (seen.text === '' ? undefined : JSON.parse(seen.text)) as T;
  }

  await api(port, 'POST', '/signing-keys', { publicKey });
  const customer = await api<{ id: string }>(port, 'POST', '/customers', { name: 'Load', embeddingOrigins: [origin] });
  const sub = `${vendor.key}:${customer.id}`;
  return {
    vendorId: vendor.id,
    customerId: customer.id,
    origin,
    link(iat = Math.floor(Date.now() / 1_000)) {
      const jti = randomUUID();
      return { jti, iat, path: `/embedded/connections/E${jti}`, token: makeToken(key, { sub, iat, jti }) };
    },
    api,
    async list<T>(at: number, path: string) {
      const items: T[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const mark = `${path.includes('?') ? '&' : '?'}limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const page: Page<T> = await patiently(() => api<Page<T>>(at, 'GET', `${path}${mark}`));
        items.push(...page.data);
        cursor = page.nextCursor;
      }
      return items;
    },
  };
}
