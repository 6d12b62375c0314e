import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRedisTarget, parseRedisUrl } from '../../src/state/redis-url.ts';

describe('the address of Redis', () => {
  it.each([
    ['redis://localhost', 'single', [{ host: 'localhost', port: 6379 }], {}],
    ['redis://:pa%3Ass@10.0.0.1:6380/3', 'single', [{ host: '10.0.0.1', port: 6380 }], { password: 'pa:ss', db: 3 }],
    ['rediss://user:pw@[::1]:6390', 'single', [{ host: '::1', port: 6390 }], { tls: true, username: 'user' }],
    [
      'redis+sentinel://:pw@a:26379,b/inlay/2',
      'sentinel',
      [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 26_379 },
      ],
      { master: 'inlay', db: 2, password: 'pw', sentinelsOpen: false },
    ],
    [
      'rediss+sentinel://user:pw@a/inlay?sentinels=open',
      'sentinel',
      [{ host: 'a', port: 26_379 }],
      { tls: true, master: 'inlay', db: 0, username: 'user', password: 'pw', sentinelsOpen: true },
    ],
    [
      'rediss-cluster://a,b:7001',
      'cluster',
      [
        { host: 'a', port: 6379 },
        { host: 'b', port: 7001 },
      ],
      { tls: true },
    ],
  ])('%s is read', (text, kind, hosts, more) => {
    expect(parseRedisUrl(text)).toMatchObject({ kind, hosts, ...more });
  });

  it.each([
    'http://localhost',
    'redis://',
    'redis://a,b',
    'redis://a:0',
    'redis://a:99999',
    'redis://a/x',
    'redis://a/1/2',
    'redis://a?tls=1',
    'redis+sentinel://a',
    'redis+sentinel://a/inlay?sentinels=closed',
    'redis+cluster://a/1',
    'redis+cluster://a?sentinels=open',
    'redis://a?sentinels=open',
    'redis://%zz@a',
    ' redis://a',
  ])('%s is of no form', (text) => {
    expect(parseRedisUrl(text)).toBeUndefined();
  });

  it('A50: is described without what opens it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{12,20}$/), (secret) => {
        const target = parseRedisUrl(`redis://user:${secret}@redis.example:6379`);
        expect(target?.password).toBe(secret);
        expect(target && describeRedisTarget(target)).toBe('redis.example:6379');
      }),
    );
  });

  it('is read from any text without a throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseRedisUrl(text);
        parseRedisUrl(`redis://${text}`);
      }),
    );
  });
});
