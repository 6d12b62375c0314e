import { sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { compactVerify } from 'jose';
import { afterEach, expect, it } from 'vitest';
import { createSigner } from '../../src/direct-links/sign.ts';
import type { Signer } from '../../src/direct-links/sign.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { encode } from '../support/tokens.ts';

const { privateKey, publicKey } = makeKeyPair();

let signer: Signer | undefined;
afterEach(() => signer?.close());
/** A signer that ends with the test. */
function signerOf(...options: Parameters<typeof createSigner>): Signer {
  signer = createSigner(...options);
  return signer;
}

it('makes signatures that jose takes, of the very bytes that Node makes by itself', async () => {
  const own = signerOf();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (sub) => {
      const input = `${encode({ alg: 'RS256' })}.${encode({ sub })}`;
      const signature = await own.sign(input, privateKey);
      expect(signature).toBe(sign('sha256', Buffer.from(input), privateKey).toString('base64url'));
      const { payload } = await compactVerify(`${input}.${signature}`, publicKey, {
        algorithms: ['RS256'],
      });
      expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ sub });
    }),
    { numRuns: 30 },
  );
});

it('keeps those that wait in order, and refuses what comes when too many wait', async () => {
  const own = signerOf(1, 5);
  const done: number[] = [];
  const asked = Array.from({ length: 10 }, (_, index) =>
    own.sign(`a.${index}`, privateKey).then(
      () => void done.push(index),
      (error: { code: string; retryAfter: number }) => [error.code, error.retryAfter],
    ),
  );
  const answers = await Promise.all(asked);
  expect(done).toEqual([0, 1, 2, 3, 4]);
  expect(answers.slice(5)).toEqual(Array.from({ length: 5 }, () => ['rate_limited', 1]));
  expect(Buffer.from(await own.sign('a.b', privateKey), 'base64url')).toHaveLength(256);
});

it('goes on after a key that cannot sign', async () => {
  const own = signerOf(1, 5);
  const asked = [own.sign('a.b', publicKey), own.sign('a.b', privateKey)];
  const [bad, good] = await Promise.allSettled(asked);
  expect([bad?.status, good?.status]).toEqual(['rejected', 'fulfilled']);
});

it('signs with several threads and several keys at once, each by its own', async () => {
  const own = signerOf(3);
  const other = makeKeyPair();
  const pairs = Array.from({ length: 100 }, (_, index) => (index % 3 === 0 ? other : { privateKey, publicKey }));
  const made = await Promise.all(pairs.map((pair, index) => own.sign(`a.${index}`, pair.privateKey)));
  pairs.forEach((pair, index) => {
    const signature = Buffer.from(made[index] ?? '', 'base64url');
    expect(verify('sha256', Buffer.from(`a.${index}`), pair.publicKey, signature)).toBe(true);
  });
});

it('refuses what waits when it is closed, and what a thread was signing when it ended', async () => {
  const own = signerOf(1);
  await own.sign('a.b', privateKey);
  const asked = Array.from({ length: 40 }, (_, index) =>
    own.sign(`a.${index}`, privateKey).catch(({ code }: { code: string }) => code),
  );
  // The first batch is with the thread, the others wait.
  await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
  await own.close();
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['service_unavailable']));
  // Whoever asks afterwards is served by a new thread.
  expect(Buffer.from(await own.sign('a.b', privateKey), 'base64url')).toHaveLength(256);
});
