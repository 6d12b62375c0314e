import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnsealError, Vault } from '../../src/crypto/sealing.ts';
import type { SealingKey } from '../../src/crypto/sealing.ts';

const key = (kid: string, byte: number): SealingKey => ({ kid, bytes: Buffer.alloc(32, byte) });
const vault = new Vault([key('new', 2), key('old', 1)]);
const old = new Vault([key('old', 1)]);

describe('the vault', () => {
  it('opens what it sealed, for the row it was sealed for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (text, row) => {
        fc.pre(text.isWellFormed() && row.isWellFormed());
        expect(await vault.open(await vault.seal(text, row), row)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('A72: seals at once in the same form', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (text, row) => {
        fc.pre(text.isWellFormed() && row.isWellFormed());
        const [one, two] = [vault.sealNow(text, row), vault.sealNow(text, row)];
        expect(one).not.toBe(two);
        expect(await vault.open(one, row)).toBe(text);
        await expect(vault.open(two, `${row}/`)).rejects.toThrow(UnsealError);
        expect(vault.isCurrent(one)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('A73: refuses what was sealed at once, with any one character changed', async () => {
    const sealed = vault.sealNow('secret', 'r');
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'Q' : 'A') + sealed.slice(at + 1);
      await expect(vault.open(changed, 'r')).rejects.toThrow(UnsealError);
    }
  });

  it('A72: seals the same text differently each time, and shows none of it', async () => {
    const [one, two] = await Promise.all([vault.seal('secret', 'r'), vault.seal('secret', 'r')]);
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString()).not.toContain('secret');
  });

  it('A73: refuses what was sealed for another row', async () => {
    await expect(vault.open(await vault.seal('x', 'connections/a'), 'connections/b')).rejects.toThrow(UnsealError);
  });

  it('A73: refuses a text with any one character changed, or cut', async () => {
    const sealed = await vault.seal('secret', 'r');
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'Q' : 'A') + sealed.slice(at + 1);
      await expect(vault.open(changed, 'r')).rejects.toThrow(UnsealError);
    }
    await expect(vault.open(sealed.slice(0, -1), 'r')).rejects.toThrow(UnsealError);
    await expect(vault.open('', 'r')).rejects.toThrow(UnsealError);
  });

  it('A74: opens by every key of the ring, seals by the newest, and tells which is which', async () => {
    const sealed = await old.seal('x', 'r');
    expect(await vault.open(sealed, 'r')).toBe('x');
    expect(vault.isCurrent(sealed)).toBe(false);
    expect(vault.isCurrent(await vault.seal('x', 'r'))).toBe(true);
    await expect(old.open(await vault.seal('x', 'r'), 'r')).rejects.toThrow(UnsealError);
  });

  it('A74: reads the ring anew when it meets a key it does not know', async () => {
    const serving = new Vault([key('old', 1)], () => [key('new', 2), key('old', 1)]);
    const sealed = await vault.seal('x', 'r');
    expect(await serving.open(sealed, 'r')).toBe('x');
    expect(serving.isCurrent(sealed)).toBe(true);
  });

  it('needs a key', () => {
    expect(() => new Vault([])).toThrow(TypeError);
  });
});
