import { verify } from 'node:crypto';
import fc from 'fast-check';
import { compactVerify } from 'jose';
import { expect, it } from 'vitest';
import { createSigner } from '../../src/direct-links/sign.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { encode } from '../support/tokens.ts';

const { privateKey, publicKey } = makeKeyPair();

it('makes signatures that jose takes, of the very bytes that Node makes by itself', async () => {
  const signer = createSigner();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (sub) => {
      const input = `${encode({ alg: 'RS256' })}.${encode({ sub })}`;
      const signature = await signer.sign(input, privateKey);
      expect(verify('sha256', Buffer.from(input), publicKey, signature)).toBe(true);
      const { payload } = await compactVerify(`${input}.${signature.toString('base64url')}`, publicKey, {
        algorithms: ['RS256'],
      });
      expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ sub });
    }),
    { numRuns: 30 },
  );
});

it('keeps those that wait in order, and refuses what comes when too many wait', async () => {
  const signer = createSigner(1, 5);
  const done: number[] = [];
  const asked = Array.from({ length: 10 }, (_, index) =>
    signer.sign(`a.${index}`, privateKey).then(
      () => void done.push(index),
      (error: { code: string; retryAfter: number }) => [error.code, error.retryAfter],
    ),
  );
  const answers = await Promise.all(asked);
  expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  expect(answers.slice(6)).toEqual(Array.from({ length: 4 }, () => ['rate_limited', 1]));
  expect(await signer.sign('a.b', privateKey)).toHaveLength(256);
});

it('goes on after a key that cannot sign', async () => {
  const signer = createSigner(1, 5);
  const asked = [signer.sign('a.b', publicKey), signer.sign('a.b', privateKey)];
  const [bad, good] = await Promise.allSettled(asked);
  expect([bad?.status, good?.status]).toEqual(['rejected', 'fulfilled']);
});
