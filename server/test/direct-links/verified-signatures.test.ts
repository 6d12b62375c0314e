import { expect, it } from 'vitest';
import { createVerifiedSignatures } from '../../src/direct-links/verified-signatures.ts';
import type { VerifiedSignatures } from '../../src/direct-links/verified-signatures.ts';
import { makeKeyPair } from '../support/accounts.ts';

const { publicKey } = makeKeyPair();
const { publicKey: other } = makeKeyPair();

/** Whether `memory` knows that `key` verifies `token`. */
const knows = (memory: VerifiedSignatures, token: string, key = publicKey): boolean =>
  memory.check(token, key, () => false);
const add = (memory: VerifiedSignatures, token: string): boolean => memory.check(token, publicKey, () => true);

it('remembers what held for one key object, and nothing else', () => {
  const memory = createVerifiedSignatures(10);
  expect(knows(memory, 'a.b.c')).toBe(false);
  expect(add(memory, 'a.b.c')).toBe(true);
  expect(knows(memory, 'a.b.c')).toBe(true);
  expect(knows(memory, 'a.b.c', other)).toBe(false);
  expect(knows(memory, 'a.b.d')).toBe(false);
});

it('remembers no failure', () => {
  const memory = createVerifiedSignatures(10);
  expect(knows(memory, 'a.b.c')).toBe(false);
  expect(add(memory, 'a.b.c')).toBe(true);
});

it('A29: forgets the oldest: it holds at least the newest of its size and at most twice as many', () => {
  const memory = createVerifiedSignatures(10);
  for (let index = 0; index < 35; index++) add(memory, `token ${index}`);
  const kept = Array.from({ length: 35 }, (_, index) => knows(memory, `token ${index}`));
  expect(kept.slice(-10).every(Boolean)).toBe(true);
  expect(kept.filter(Boolean).length).toBeLessThanOrEqual(30);
});
