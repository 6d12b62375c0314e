import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { guardedConnect } from '../../../src/http/guarded-connect.ts';
import { plainConnect } from '../../../src/jodoo/diagnosis/certificate.ts';
import { httpsFinding } from '../../../src/jodoo/diagnosis/https-checks.ts';
import type { Finding } from '../../../src/jodoo/diagnosis/types.ts';
import { makeCertificate, trust } from '../../support/certificates.ts';
import type { TestCertificate } from '../../support/certificates.ts';
import { freePort } from '../../support/free-port.ts';

const day = 24 * 60 * 60_000;
const now = Date.now();
const good = makeCertificate('localhost', now - day, now + 90 * day);
const ending = makeCertificate('localhost', now - day, now + 3 * day);
const expired = makeCertificate('localhost', now - 3 * day, now - day);
const early = makeCertificate('localhost', now + day, now + 2 * day);
const unknown = makeCertificate('localhost');
const named = makeCertificate('elsewhere.test');
const undo = trust(good, ending, expired, early, named);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(undo);

async function serve(certificate?: TestCertificate): Promise<string> {
  const server: Server = certificate === undefined ? createHttpServer() : createServer({ ...certificate });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}
const check = (origin: string): Promise<Finding> => httpsFinding('https', origin, plainConnect(2_000), now);

describe('HTTPS, by a real handshake', () => {
  it('passes with a certificate that is taken, and tells until when', async () => {
    const until = new Date(now + 90 * day).toISOString().slice(0, 10);
    expect(await check(await serve(good))).toEqual({
      name: 'https',
      outcome: 'pass',
      reason: expect.stringContaining(`until ${until}`) as string,
    });
  });

  it('says in time that it ends soon', async () => {
    expect(await check(await serve(ending))).toMatchObject({ outcome: 'pass', remedy: 'Renew it now.' });
  });

  it.each([
    ['has expired', expired],
    ['is not valid yet', early],
    ['is signed by itself', unknown],
    ['is for another name', named],
  ])('fails where the certificate %s', async (words, certificate) => {
    const { outcome, reason, remedy } = await check(await serve(certificate));
    expect([outcome, reason, remedy]).toEqual(['fail', expect.stringContaining(words), expect.any(String)]);
  });

  it('fails where plain HTTP is spoken', async () => {
    expect(await check(await serve())).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining('no TLS') as string,
    });
  });

  it('does not know where nothing listens: people may reach what this server does not', async () => {
    const origin = `https://localhost:${await freePort()}`;
    expect(await check(origin)).toMatchObject({ outcome: 'unknown', reason: `${origin}: nothing listens there` });
  });

  it('fails for http, but on this machine', async () => {
    expect(await check('http://inlay.test')).toMatchObject({ outcome: 'fail' });
    expect(await check('http://localhost:4000')).toMatchObject({ outcome: 'unknown' });
  });

  it('A76: goes to no private address that a vendor chose', async () => {
    const origin = await serve(good);
    const connect = guardedConnect({ timeout: 2_000, isExempt: () => false });
    for (const address of [origin, origin.replace('localhost', '127.0.0.1')]) {
      const finding = await httpsFinding('application_https', address, connect, now);
      expect(finding.outcome).toBe('unknown');
    }
    const exempt = guardedConnect({ timeout: 2_000, isExempt: () => true });
    expect((await httpsFinding('application_https', origin, exempt, now)).outcome).toBe('pass');
  });
});
