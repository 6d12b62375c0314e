import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, addRingKey, readConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'inlay-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
let folders = 0;
const read = (environment: Record<string, string>) =>
  readConfig({ INLAY_DATA_DIR: join(folder, String(folders++)), ...environment });
const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('settings', () => {
  it('have the contract’s defaults and cannot be changed', () => {
    const config = read({});
    expect(config).toMatchObject({
      publicOrigin: 'http://localhost:4000',
      host: '127.0.0.1',
      port: 4000,
      databaseUrl: undefined,
      trustProxy: [],
      logLevel: 'info',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('are judged whole: every fault is reported at once', () => {
    const faults = faultsOf({
      INLAY_PUBLIC_URL: 'http://inlay.example',
      INLAY_PORT: '70000',
      INLAY_LOG_LEVEL: 'loud',
      INLAY_DATABASE_URL: 'mysql://x',
      INLAY_REDIS_URL: 'http://x',
      INLAY_RATE_LIMIT_VENDOR: '0',
    });
    for (const name of [
      'PUBLIC_URL',
      'PORT',
      'LOG_LEVEL',
      'DATABASE_URL',
      'REDIS_URL',
      'RATE_LIMIT_VENDOR',
      'ENCRYPTION_KEYS',
    ]) {
      expect(faults.filter((fault) => fault.startsWith(`INLAY_${name}:`))).toHaveLength(1);
    }
  });

  it.each(['https://inlay.example', 'https://inlay.example:8443', 'http://127.0.0.1:4000', 'http://[::1]:4000'])(
    'A89: takes %s as public address',
    (url) => {
      expect(read({ INLAY_PUBLIC_URL: url }).publicOrigin).toBe(url);
    },
  );

  it.each([
    'http://inlay.example',
    'ftp://x',
    'inlay.example',
    'https://a.example/path',
    'https://u:p@a.example',
    'https://a.example/?x',
    'http://localhost.evil.example',
  ])('A89: refuses %s as public address', (url) => {
    expect(faultsOf({ INLAY_PUBLIC_URL: url })).toHaveLength(1);
  });

  it.each(['127.0.0.1', '::1', '10.0.0.0/8, 2001:db8::/32', 'loopback, 10.1.2.3'])('take %s as proxies', (text) => {
    expect(faultsOf({ INLAY_TRUST_PROXY: text })).toEqual([]);
  });

  it.each([
    '???',
    'true',
    '1',
    'proxy.example',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    'loopback, nope',
  ])('refuse %s as proxies', (text) => {
    expect(faultsOf({ INLAY_TRUST_PROXY: text })).toEqual([expect.stringMatching(/^INLAY_TRUST_PROXY: /)]);
  });

  it('A74: need encryption keys with PostgreSQL, well formed and with distinct names', () => {
    const database = { INLAY_DATABASE_URL: 'postgres://localhost/x' };
    expect(faultsOf(database)).toHaveLength(1);
    expect(faultsOf({ ...database, INLAY_ENCRYPTION_KEYS: `b:${key(2)},a:${key(1)}` })).toEqual([]);
    for (const ring of ['x', `a:${key(1)},a:${key(2)}`, 'a:c2hvcnQ=', `:${key(1)}`, `a:${key(1)},`]) {
      expect(faultsOf({ ...database, INLAY_ENCRYPTION_KEYS: ring })).toHaveLength(1);
    }
  });

  it('A50: never say the value of a key that does not hold', () => {
    const secret = 'c2VjcmV0LXNlY3JldA==';
    expect(faultsOf({ INLAY_ENCRYPTION_KEYS: `a:${secret}` }).join()).not.toContain(secret);
  });

  it('make the embedded default’s key ring once, readable by its owner alone', () => {
    const dataDir = join(folder, 'ring');
    const first = readConfig({ INLAY_DATA_DIR: dataDir });
    expect(readConfig({ INLAY_DATA_DIR: dataDir }).encryptionKeys).toEqual(first.encryptionKeys);
    expect(statSync(join(dataDir, 'encryption-keys')).mode & 0o777).toBe(0o600);
    expect(addRingKey({ INLAY_DATA_DIR: dataDir })).toBe('k2');
    expect(readConfig({ INLAY_DATA_DIR: dataDir }).encryptionKeys.map(({ kid }) => kid)).toEqual(['k2', 'k1']);
    expect(readFileSync(join(dataDir, 'encryption-keys'), 'utf8').split('\n')).toHaveLength(3);
  });
});
