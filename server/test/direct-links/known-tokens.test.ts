import { expect, it } from 'vitest';
import { createKnownTokens } from '../../src/direct-links/known-tokens.ts';
import type { KnownToken } from '../../src/direct-links/known-tokens.ts';
import { makeKeyPair } from '../support/accounts.ts';

const { publicKey: key } = makeKeyPair();
const known = (name: string): KnownToken => ({
  token: { kid: undefined, header: new Map(), claims: new Map([['sub', name]]) },
  key,
});

it('tells once what is known of a token, and of no other text', () => {
  const tokens = createKnownTokens(10);
  expect(tokens.take('a.b.c')).toBeUndefined();
  const entry = known('c');
  tokens.keep('a.b.c', entry);
  expect(tokens.take('a.b.d')).toBeUndefined();
  expect(tokens.take('a.b.c')).toBe(entry);
  expect(tokens.take('a.b.c')).toBeUndefined();
});

it('A29: forgets the oldest: it holds at least the newest of its size and at most twice as many', () => {
  const tokens = createKnownTokens(10);
  for (let index = 0; index < 35; index++) tokens.keep(`token ${index}`, known(String(index)));
  const kept = Array.from({ length: 35 }, (_, index) => tokens.take(`token ${index}`) !== undefined);
  expect(kept.slice(-10).every(Boolean)).toBe(true);
  expect(kept.filter(Boolean).length).toBeLessThanOrEqual(20);
});

it('A29: remembers no long token', () => {
  const tokens = createKnownTokens(10);
  for (const length of [2_048, 2_049]) tokens.keep('x'.repeat(length), known('x'));
  expect(tokens.take('x'.repeat(2_048))).toBeDefined();
  expect(tokens.take('x'.repeat(2_049))).toBeUndefined();
});
