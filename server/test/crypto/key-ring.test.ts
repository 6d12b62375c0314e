import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, parseKeyRing, readOrMakeRing, ringFile } from '../../src/crypto/key-ring.ts';

const isRoot = process.getuid?.() === 0;
const source = fileURLToPath(new URL('../../src/crypto/key-ring.ts', import.meta.url));
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inlay-ring-'));
  file = ringFile(folder);
  readOrMakeRing(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kids = (): string[] => parseKeyRing(readFileSync(file, 'utf8').trim(), 'ring').keys.map(({ kid }) => kid);
const rights = (): number[] => {
  const { uid, gid, mode } = statSync(file);
  return [uid, gid, mode & 0o777];
};

describe('the ring file', () => {
  it('is made for its owner alone', () => {
    expect(rights()[2]).toBe(0o600);
  });

  it('takes a new key in front, and keeps its mode', () => {
    chmodSync(file, 0o640);
    expect(addKey(folder)).toBe('k2');
    expect(kids()).toEqual(['k2', 'k1']);
    expect(rights()[2]).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['encryption-keys']);
  });

  it.runIf(isRoot)('stays with the user whom it belongs to when root adds a key', () => {
    chownSync(file, 65_534, 65_533);
    addKey(folder);
    expect(kids()).toEqual(['k2', 'k1']);
    expect(rights()).toEqual([65_534, 65_533, 0o600]);
  });

  it.runIf(isRoot)('is left as it is, in plain words, by a user who cannot hand it over', () => {
    chmodSync(folder, 0o777);
    chmodSync(file, 0o644);
    const code = `const { addKey } = await import(${JSON.stringify(source)}); addKey(${JSON.stringify(folder)});`;
    const words = [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      process.execPath,
      '--input-type=module',
      '-e',
      code,
    ];
    expect(() => execFileSync('setpriv', words, { stdio: 'pipe' })).toThrow(/belongs to user 0 .* left as it was/);
    expect(kids()).toEqual(['k1']);
    expect(readdirSync(folder)).toEqual(['encryption-keys']);
  });
});
