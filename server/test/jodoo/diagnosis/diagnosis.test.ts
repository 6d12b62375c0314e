import { once } from 'node:events';
import { createServer } from 'node:https';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resetSecret } from '../../../src/demo/jodoo/apps.ts';
import type { IntegrationApp } from '../../../src/demo/jodoo/apps.ts';
import { people, tenants } from '../../../src/demo/jodoo/people.ts';
import type { PersonName } from '../../../src/demo/jodoo/people.ts';
import type { PresentedFinding } from '../../../src/jodoo/diagnosis/present.ts';
import { checkNames } from '../../../src/jodoo/diagnosis/types.ts';
import type { CheckName } from '../../../src/jodoo/diagnosis/types.ts';
import { createTestApp } from '../../support/app.ts';
import type { TestApp } from '../../support/app.ts';
import { makeCertificate, trust } from '../../support/certificates.ts';
import { createTestClock } from '../../support/clock.ts';
import { freePort } from '../../support/free-port.ts';
import { startJodoo } from '../../support/jodoo.ts';
import type { TestJodoo } from '../../support/jodoo.ts';
import { createPartner } from '../../support/partner.ts';
import type { Partner } from '../../support/partner.ts';

const clock = createTestClock(Date.now());
const certificate = makeCertificate('localhost');
const distrust = trust(certificate);
let jodoo: TestJodoo;
let test: TestApp;
let partner: Partner;
let front: Server;
let publicOrigin: string;
/** What a proxy before the server does to its answers. */
let meddle: (response: ServerResponse) => void = () => undefined;
let app: IntegrationApp;
let integration: string;

beforeAll(async () => {
  jodoo = await startJodoo({ now: clock.now });
  const port = await freePort();
  publicOrigin = `https://localhost:${port}`;
  test = await createTestApp({
    clock,
    environment: { INLAY_PUBLIC_URL: publicOrigin, INLAY_OUTBOUND_ALLOWED_HOSTS: jodoo.host },
  });
  partner = await createPartner(test);
  front = createServer({ ...certificate }, (request, response) => {
    meddle(response);
    test.app.routing(request, response);
  });
  front.listen(port, '127.0.0.1');
  await once(front, 'listening');
});
afterAll(async () => {
  front.closeAllConnections();
  front.close();
  distrust();
  await Promise.all([test.close(), jodoo.close()]);
});

beforeEach(async () => {
  clock.set(Date.now());
  app = jodoo.jodoo.addApp({ homePage: `${publicOrigin}/`, trustedDomains: 'localhost' });
  ({ id: integration } = await made('/jodoo-integrations', {
    customer: partner.customer.id,
    name: 'Harbor & Pine',
    suiteId: app.suiteId,
    suiteSecret: app.suiteSecret,
    authorizationUrl: jodoo.authorizationUrl,
    apiBase: jodoo.origin,
    trustedDomains: 'localhost',
    frameOrigins: ['https://www.jodoo.com', 'https://app.jodoo.com'],
  }));
  await map('mara');
});
afterEach(() => {
  jodoo.jodoo.apps.clear();
  Object.assign(jodoo.jodoo, { disturbance: undefined, isDown: false, dateAhead: 0, slowness: 8_000 });
  meddle = () => undefined;
});

async function made(path: string, body: object): Promise<{ id: string }> {
  const answer = await test.api(partner.vendor.apiKey, 'POST', `/api/v1${path}`, body);
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
  return answer.json();
}
async function map(person: PersonName, username: string = people[person].username): Promise<void> {
  const member = await test.accounts.member(partner.vendor.vendor.id, partner.customer.id);
  await made('/jodoo-members', { integration, tenantId: people[person].tenant.id, username, member: member.id });
}
async function change(body: object): Promise<void> {
  const answer = await test.api(partner.vendor.apiKey, 'PATCH', `/api/v1/jodoo-integrations/${integration}`, body);
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
}
async function diagnose(): Promise<readonly PresentedFinding[]> {
  const answer = await test.api(partner.vendor.apiKey, 'GET', `/api/v1/jodoo-integrations/${integration}/diagnosis`);
  expect(answer.statusCode).toBe(200);
  return answer.json<{ checks: readonly PresentedFinding[] }>().checks;
}
async function check(name: CheckName): Promise<PresentedFinding> {
  const found = (await diagnose()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no check ${name}`);
  return found;
}
const words = (text: string): unknown => expect.stringContaining(text);

describe('the diagnosis of an integration', () => {
  it('passes everything where all is well, and runs each check that there is', async () => {
    const checks = await diagnose();
    const faults = checks.filter(({ outcome }) => outcome !== 'pass');
    expect(faults).toEqual([]);
    // The application's certificate is looked at where there is an application.
    expect(new Set(checks.map(({ name }) => name))).toEqual(
      new Set(checkNames.filter((name) => name !== 'application_https')),
    );
    expect(checks.filter(({ name }) => name === 'framing').map(({ subject }) => subject)).toEqual([
      'https://www.jodoo.com',
      'https://app.jodoo.com',
    ]);
    expect(checks.find(({ name }) => name === 'secret')?.faq.map(({ id }) => id)).toContain('secret_was_reset');
  });

  it('asks Jodoo once, and A50 repeats no secret', async () => {
    const before = jodoo.jodoo.exchanges.length;
    const text = JSON.stringify(await diagnose());
    expect(jodoo.jodoo.exchanges.slice(before)).toEqual([{ code: expect.any(String), outcome: 'codeRefused' }]);
    expect(text + test.log.text()).not.toContain(app.suiteSecret);
    const answer = await test.api(partner.vendor.apiKey, 'GET', `/api/v1/jodoo-integrations/${integration}`);
    expect(answer.json()).toMatchObject({ secretState: 'accepted' });
  });

  it('A64: is not there for another vendor', async () => {
    const { apiKey } = await test.accounts.vendor();
    const path = `/api/v1/jodoo-integrations/${integration}/diagnosis`;
    const nothing = '/api/v1/jodoo-integrations/jod_00000000000000000000000000/diagnosis';
    const answers = [await test.api(apiKey, 'GET', path), await test.api(apiKey, 'GET', nothing)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
  });

  it('is bounded: nobody has this server call others as often as they like', async () => {
    jodoo.jodoo.isDown = true;
    const path = `/api/v1/jodoo-integrations/${integration}/diagnosis`;
    const statuses = new Set<number>();
    for (let round = 0; round < 31; round += 1) {
      statuses.add((await test.api(partner.vendor.apiKey, 'GET', path)).statusCode);
    }
    expect([...statuses]).toEqual([200, 429]);
  });
});

describe('the checklist of the FAQ', () => {
  it('App Status: a disabled app fails, and what depends on it is said to refuse', async () => {
    await change({ enabled: false });
    const checks = await diagnose();
    expect(checks.find(({ name }) => name === 'app_enabled')).toMatchObject({
      outcome: 'fail',
      remedy: words('enabled'),
    });
    expect(checks.find(({ name }) => name === 'home_page')).toMatchObject({
      outcome: 'fail',
      reason: words('jodoo_app_disabled'),
    });
  });

  it('Trusted Domains: a list that is no longer well formed is shown corrected', async () => {
    await test.services.database
      .updateTable('jodoo_integrations')
      .set({ trusted_domains: 'https://localhost, b.example.com' })
      .where('id', '=', integration)
      .execute();
    expect(await check('trusted_domains')).toMatchObject({ outcome: 'fail', remedy: words('localhost,b.example.com') });
  });

  it('Trusted Domains: the middleware’s own host must be there, and no subdomain covers it', async () => {
    await change({ trustedDomains: 'a.localhost,target.example.com' });
    expect(await check('middleware_host')).toMatchObject({
      outcome: 'fail',
      reason: words('a.localhost does not cover it'),
      remedy: words('a.localhost,target.example.com,localhost'),
    });
  });

  it('A76: HTTPS: the certificate of the application is looked at, too, at public addresses alone', async () => {
    await change({ trustedDomains: 'localhost,127.0.0.1', applicationUrl: 'https://127.0.0.1/app' });
    expect(await check('application_https')).toMatchObject({ outcome: 'unknown', reason: words('not a public one') });
    await change({ applicationUrl: 'https://127.0.0.1:8443/app' });
    expect(await check('application_https')).toMatchObject({ outcome: 'unknown', reason: words('must use port 443') });
    expect(await check('https')).toMatchObject({ outcome: 'pass', reason: words('until') });
  });
});

describe('the questions of the FAQ', () => {
  it('a Suite Secret that was reset fails at once, and passes when the new one is there', async () => {
    const next = resetSecret(app);
    expect(await check('secret')).toMatchObject({
      outcome: 'fail',
      reason: words('code 8301'),
      remedy: words('suiteSecret'),
    });
    await change({ suiteSecret: next });
    expect(await check('secret')).toMatchObject({ outcome: 'pass' });
  });

  it.each(['http-500', 'limited', 'not-json', 'huge', 'hang-up', 'empty', 'error-in-200'] as const)(
    'says nothing about the secret where Jodoo’s answer is %s',
    async (disturbance) => {
      jodoo.jodoo.disturbance = disturbance;
      expect(await check('secret')).toMatchObject({ outcome: 'unknown', remedy: words('Try again later') });
    },
  );

  it('tells where a proxy makes the embedded page blank, for each frame origin', async () => {
    meddle = (response) => {
      const writeHead = response.writeHead.bind(response);
      const policy = { 'content-security-policy': 'frame-ancestors https://app.jodoo.com' };
      const changed = (status: number, headers?: OutgoingHttpHeaders): ServerResponse =>
        writeHead(status, { ...headers, ...policy });
      response.writeHead = changed as typeof writeHead;
    };
    const framing = (await diagnose()).filter(({ name }) => name === 'framing');
    expect(framing.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ['https://www.jodoo.com', 'fail'],
      ['https://app.jodoo.com', 'pass'],
    ]);
    expect(framing[0]?.remedy).toContain('proxy');
  });

  it('tells that no form or dashboard can show it without frame origins', async () => {
    await change({ frameOrigins: [] });
    expect(await check('framing')).toMatchObject({ outcome: 'fail', remedy: words('frameOrigins') });
  });

  it('names people who tried in vain, by what is to be mapped, until they are', async () => {
    const { tenant, username } = people.ingrid;
    await visitHome('ingrid');
    expect(await check('mapping')).toMatchObject({
      outcome: 'fail',
      reason: words(`${username} of tenant ${tenant.id}`),
    });
    await map('ingrid');
    expect(await check('mapping')).toMatchObject({ outcome: 'pass', reason: words('2 people are mapped') });
  });

  it('tells names apart that differ in letter case alone', async () => {
    await map('tomas', 'tomas_vega');
    await visitHome('tomas');
    expect(await check('mapping')).toMatchObject({
      outcome: 'fail',
      reason: words('tomas_vega is mapped, in other letter case'),
    });
  });

  it('knows nothing of another tenant’s attempts as unmapped, and nobody mapped is a fault', async () => {
    await change({ tenantIds: [tenants.harborPine.id] });
    await visitHome('maraOfCobalt');
    expect(await check('mapping')).toMatchObject({ outcome: 'pass' });
    await test.services.database.deleteFrom('jodoo_members').where('integration_id', '=', integration).execute();
    expect(await check('mapping')).toMatchObject({ outcome: 'fail', reason: words('nobody is mapped') });
    await change({ mappingPolicy: 'provision' });
    expect(await check('mapping')).toMatchObject({ outcome: 'pass', reason: words('made a member') });
  });

  it('notices clocks that differ from Jodoo’s', async () => {
    jodoo.jodoo.dateAhead = 120_000;
    expect(await check('clock')).toMatchObject({
      outcome: 'fail',
      reason: expect.stringMatching(/1(?:19|20) s away from Jodoo’s/) as string,
      remedy: words('NTP'),
    });
  });

  it('tells where the authorization page refuses the Suite ID', async () => {
    await change({ suiteId: 'suite_of_nobody' });
    expect(await check('authorization_page')).toMatchObject({ outcome: 'fail', remedy: words('suiteId') });
  });
});

/** Enters the app as a person of Jodoo. */
async function visitHome(person: PersonName): Promise<void> {
  const url = `/jodoo/${integration}/home?code=${jodoo.codeFor(person, app)}`;
  await test.app.inject({ method: 'GET', url, headers: { accept: 'text/html' } });
  await test.services.audit.flush();
}
