import { expect, it } from 'vitest';
import { createVerifiedSignatures } from '../../src/direct-links/verified-signatures.ts';
import { makeKeyPair } from '../support/accounts.ts';

const { publicKey } = makeKeyPair();
const { publicKey: other } = makeKeyPair();

it('remembers what held for one key object, and nothing else', () => {
  const memory = createVerifiedSignatures(10);
  expect(memory.has('a.b.c', publicKey)).toBe(false);
  memory.add('a.b.c', publicKey);
  expect(memory.has('a.b.c', publicKey)).toBe(true);
  expect(memory.has('a.b.c', other)).toBe(false);
  expect(memory.has('a.b.d', publicKey)).toBe(false);
});

it('A29: forgets the oldest: it holds at least the newest of its size and at most twice as many', () => {
  const memory = createVerifiedSignatures(10);
  for (let index = 0; index < 35; index++) memory.add(`token ${index}`, publicKey);
  const kept = Array.from({ length: 35 }, (_, index) => memory.has(`token ${index}`, publicKey));
  expect(kept.slice(-10).every(Boolean)).toBe(true);
  expect(kept.filter(Boolean).length).toBeLessThanOrEqual(20);
});
