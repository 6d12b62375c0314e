import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portOf, sitesTaken } from '../../src/demo/origins.ts';
import { startDemo } from '../../src/demo/start.ts';
import { freePortBase, post, runDemo, visit } from './running-demo.ts';
import type { Answer, RunningDemo } from './running-demo.ts';

let demo: RunningDemo;
let signedIn: Readonly<Record<string, string>>;

beforeAll(async () => {
  demo = await runDemo();
  const { headers } = await visit(demo.origins.partner);
  signedIn = { cookie: (headers['set-cookie'] ?? '').split(';')[0] ?? '', origin: demo.origins.partner };
});
afterAll(() => demo.close());

const askForLink = (question: object, headers = signedIn): Promise<Answer> =>
  post(`${demo.origins.partner}/links`, question, headers);

async function linkOf(answer: Promise<Answer>): Promise<string> {
  const { status, body } = await answer;
  expect(status).toBe(200);
  return (JSON.parse(body) as { url: string }).url;
}

const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
const claimsOf = (link: string): { sub: string; origin: string } =>
  JSON.parse(Buffer.from(tokenOf(link).split('.')[1] ?? '', 'base64url').toString('utf8')) as never;
const redeem = (link: string): Promise<Answer> =>
  post(`${demo.origins.inlay}/direct_link/redeem`, { token: tokenOf(link), path: '/embedded/connections' });

/** A page of each site that everybody may open. */
const firstPages = { partner: '/settings/connections', jodoo: '/sign-in', provider: '/' } as const;

describe('the sites of the demo', () => {
  it.each(['partner', 'jodoo', 'provider'] as const)('%s: nothing inline runs, and nobody frames it', async (site) => {
    const { status, headers, body } = await visit(`${demo.origins[site]}${firstPages[site]}`);
    expect(status).toBe(200);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(body).not.toMatch(/\son\w+=|\sstyle=|<style|\{\{/);
  });

  it('names each address that their pages load, and each is there', async () => {
    for (const site of ['partner', 'jodoo', 'provider'] as const) {
      const { body } = await visit(`${demo.origins[site]}${firstPages[site]}`);
      const addresses = [...body.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|svg))"/g)].map(
        ([, address = '']) => address,
      );
      expect(addresses.length).toBeGreaterThan(2);
      for (const address of addresses) {
        const { status } = await visit(new URL(address, demo.origins[site]).href);
        expect(`${address} ${status}`).toBe(`${address} 200`);
      }
    }
  });

  it('serves no source beside its pages', async () => {
    for (const path of ['/partner/shell.html', '/partner/globals.d.ts', '/jodoo/widgets.js', '/partner/../server.ts']) {
      expect((await visit(`${demo.origins.partner}${path}`)).status).toBe(404);
    }
  });
});

describe('the partner’s links', () => {
  it('admit the person who is signed in, once, to pages that the app alone may frame', async () => {
    const link = await linkOf(askForLink({ customer: 'harbor-pine' }));
    const page = await visit(link);
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain(`frame-ancestors ${demo.origins.partner};`);
    const redeemed = await redeem(link);
    expect(JSON.parse(redeemed.body)).toMatchObject({
      session: { customer: { name: 'Harbor & Pine' }, member: { name: 'Mara Lindqvist' } },
    });
    expect((await redeem(link)).status).toBe(409);
  });

  it.each([
    ['without a session', { origin: 'OWN' }],
    ['from another site’s page', { cookie: 'OWN', origin: 'http://localhost:1' }],
    ['from no page', { cookie: 'OWN' }],
  ])('are refused %s', async (_case, headers) => {
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === 'OWN' ? (signedIn[name] ?? '') : value]),
    );
    expect((await askForLink({ customer: 'harbor-pine' }, own)).status).toBe(403);
  });

  it('are made for the partner’s own customers alone', async () => {
    expect((await askForLink({ customer: 'somebody-else' })).status).toBe(400);
  });

  it.each([
    ['expired', 'token_expired'],
    ['origin', 'origin_not_allowed'],
    ['altered', 'token_signature_invalid'],
    ['unconfirmed', 'team_unconfirmed'],
    ['path', 'path_invalid'],
  ])('broken as %s, are refused as %s', async (broken, code) => {
    const { body } = await visit(await linkOf(askForLink({ customer: 'harbor-pine', broken })));
    expect(body).toContain(`data-code="${code}"`);
  });

  it('are refused as jti_reused once they were used', async () => {
    const link = await linkOf(askForLink({ customer: 'harbor-pine', broken: 'used' }));
    expect((await visit(link)).status).toBe(200);
    await redeem(link);
    expect((await visit(link)).body).toContain('data-code="jti_reused"');
  });

  it.each(['nothing', '__proto__', 'constructor'])('A84: there is no broken link called %s', async (broken) => {
    expect((await askForLink({ customer: 'harbor-pine', broken })).status).toBe(400);
  });
});

describe('Jodoo', () => {
  /** Signs in as somebody of Jodoo's; answers with the cookie. */
  async function signIn(person: string): Promise<string> {
    const { jodoo } = demo.origins;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: jodoo };
    const answer = await fetch(`${jodoo}/sign-in`, {
      method: 'POST',
      headers,
      body: `person=${person}&next=/`,
      redirect: 'manual',
    });
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }
  /** Presses Enter App, and follows to where Inlay says what it makes of the code. */
  async function enterApp(person: string): Promise<Answer> {
    const enter = `${demo.origins.jodoo}/product-center/suite_tidewater/enter`;
    const { status, headers } = await visit(enter, { cookie: await signIn(person) });
    expect(status).toBe(302);
    return visit(headers['location'] ?? '');
  }

  it.each(['mara', 'tomas'])('enters Inlay with %s, who is mapped, by an address without the code', async (person) => {
    const { status, headers } = await enterApp(person);
    expect([status, headers['location']]).toEqual([303, expect.stringMatching(/^\/jodoo\/jod_\w+\/enter#[\w-]{43}$/)]);
  });

  it.each([
    ['ingrid', 'jodoo_member_unmapped'],
    ['maraOfCobalt', 'jodoo_tenant_not_allowed'],
  ])('is told apart from %s: %s', async (person, code) => {
    expect((await enterApp(person)).body).toContain(code);
  });

  it('frames Inlay in its dashboard and its form, which it alone may', async () => {
    const cookie = await signIn('mara');
    for (const page of ['/dashboards/order-desk', '/forms/delivery']) {
      const { body, headers } = await visit(`${demo.origins.jodoo}${page}`, { cookie });
      const address = /<iframe[^>]+src="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect(headers['content-security-policy']).toContain(`frame-src ${demo.origins.inlay}`);
      const framed = await visit(address);
      expect(framed.status).toBe(200);
      expect(framed.headers['content-security-policy']).toContain(`frame-ancestors ${demo.origins.jodoo};`);
    }
  });

  it('is where Tidewater leads those who sign in with it', async () => {
    const { body } = await visit(`${demo.origins.partner}/settings/connections`);
    const login = /href="([^"]+\/login)"/.exec(body)?.[1] ?? '';
    const { status, headers } = await visit(login);
    const address = new URL(headers['location'] ?? '');
    expect([status, address.origin]).toEqual([303, demo.origins.jodoo]);
    expect((await visit(address.href)).body).toContain('Sign in to go on to Tidewater');
  });
});

describe('the provider', () => {
  const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

  it.each([
    ['a good key', '/api/account', 'Bearer acme_demo_7Qm2vXc9RtLw4KsZ', 200],
    ['a revoked key', '/api/account', 'Bearer acme_demo_0Ld1wEb5ItE8xYzA', 401],
    ['an unknown key', '/api/account', 'Bearer acme_demo', 401],
    ['no key', '/api/account', '', 401],
    ['a good password', '/warehouse/api/account', basic('dock4:demo-correct-horse'), 200],
    ['a bad password', '/warehouse/api/account', basic('dock4:demo'), 401],
  ])('answers %s', async (_case, path, authorization, status) => {
    expect((await visit(`${demo.origins.provider}${path}`, { authorization })).status).toBe(status);
  });

  it('is connected through Inlay, which asks it whose key it is', async () => {
    const link = await linkOf(askForLink({ customer: 'lumen-bakery' }));
    const { sessionToken } = JSON.parse((await redeem(link)).body) as { sessionToken: string };
    const connect = (apiKey: string): Promise<Answer> =>
      post(
        `${demo.origins.inlay}/embed/v1/connections`,
        { provider: 'acme-mail', fields: { apiKey } },
        { authorization: `Bearer ${sessionToken}` },
      );
    expect(JSON.parse((await connect('acme_demo_0Ld1wEb5ItE8xYzA')).body)).toMatchObject({
      error: { code: 'credentials_invalid' },
    });
    expect(JSON.parse((await connect('acme_demo_3Nw8sLt6TrPq1BdF')).body)).toMatchObject({
      status: 'connected',
      account: { id: 'acc_2077', label: 'press@harborpine.example' },
    });
  });
});

describe('the data of the demo', () => {
  it('is kept from start to start, and follows when the ports change', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'inlay-demo-kept-'));
    const kept = (): string[] =>
      ['tidewater-private-key.pem', 'tidewater.json'].map((file) => readFileSync(join(dataDir, file), 'utf8'));
    /** A link of the partner's, and the login by Jodoo. */
    const visitBoth = async ({ origins }: RunningDemo): Promise<{ link: string; login: string }> => {
      const { headers, body } = await visit(`${origins.partner}/settings/connections`);
      const own = { cookie: (headers['set-cookie'] ?? '').split(';')[0] ?? '', origin: origins.partner };
      const link = await linkOf(post(`${origins.partner}/links`, { customer: 'harbor-pine' }, own));
      return { link, login: /href="([^"]+\/login)"/.exec(body)?.[1] ?? '' };
    };

    const first = await runDemo(dataDir);
    const visited = await visitBoth(first);
    const before = { files: kept(), sub: claimsOf(visited.link).sub, login: new URL(visited.login).pathname };
    await first.close();
    const second = await runDemo(dataDir);
    const { link, login } = await visitBoth(second);
    const page = await visit(link);
    const { headers } = await visit(login);
    await second.close();

    expect({ files: kept(), sub: claimsOf(link).sub, login: new URL(login).pathname }).toEqual(before);
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain(second.origins.partner);
    expect(page.headers['content-security-policy']).not.toContain(first.origins.partner);
    expect(new URL(headers['location'] ?? '').origin).toBe(second.origins.jodoo);
    rmSync(dataDir, { recursive: true });
  });

  it('keeps what is secret from other users of the machine', () => {
    for (const file of ['tidewater.json', 'tidewater-private-key.pem', 'encryption-keys']) {
      expect(statSync(join(demo.dataDir, file)).mode & 0o077).toBe(0);
    }
  });
});

describe('ports', () => {
  it.each(['127.0.0.1', '::1'])('are known to be taken where somebody listens at %s', async (host) => {
    const portBase = await freePortBase();
    const other = createServer().listen({ host, port: portOf('jodoo', portBase) });
    await new Promise((resolve) => other.once('listening', resolve));
    expect(await sitesTaken(portBase)).toEqual(['jodoo']);
    await new Promise((resolve) => other.close(resolve));
  });

  it('leave nothing half-started when one is taken at the last moment', async () => {
    const portBase = await freePortBase();
    const other = createServer().listen({ host: 'localhost', port: portOf('jodoo', portBase) });
    await new Promise((resolve) => other.once('listening', resolve));
    const { dataDir } = demo;
    await expect(startDemo({ portBase, dataDir, logLevel: 'silent' })).rejects.toThrow(/EADDRINUSE/);
    expect(await sitesTaken(portBase)).toEqual(['jodoo']);
    await new Promise((resolve) => other.close(resolve));
  });
});
