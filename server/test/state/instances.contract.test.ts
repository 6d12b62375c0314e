import { beforeAll, expect, it } from 'vitest';
import { updateCustomer } from '../../src/accounts/customers.ts';
import type { TestApp } from '../support/app.ts';
import { onEachStore } from '../support/engines.ts';
import { readEvents } from '../support/event-reader.ts';
import { openFrame } from '../support/frame.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

const author = { actor: 'test' };
/** What holds on one instance holds on all within five seconds (contract, 2.3). */
const everywhere = { timeout: 5_000, interval: 20 };

onEachStore('two instances of one installation', (open) => {
  let here: TestApp;
  let there: TestApp;
  let partner: Partner;

  beforeAll(async () => {
    here = await open('instances');
    there = await open('instances');
    partner = await createPartner(here);
    // The other one knows the accounts from now on, and must be told what changes.
    await peek(there);
  });

  const peek = async ({ app }: TestApp, claims: Readonly<Record<string, unknown>> = {}) =>
    (await app.inject({ url: `/direct_link?token=${partner.token(claims)}`, headers: { accept: 'text/html' } }))
      .statusCode;

  const sessionStatus = async ({ app }: TestApp, token: string) =>
    (await app.inject({ url: '/embed/v1/session', headers: { authorization: `Bearer ${token}` } })).statusCode;

  it('A01: a link redeemed on one is used on the other, and its session is known there', async () => {
    const token = partner.token();
    const redeem = ({ app }: TestApp) => app.inject({ method: 'POST', url: '/direct_link/redeem', payload: { token } });
    const first = await redeem(here);
    expect(first.statusCode).toBe(200);
    expect((await redeem(there)).json()).toMatchObject({ error: { code: 'jti_reused' } });
    expect(await sessionStatus(there, first.json<{ sessionToken: string }>().sessionToken)).toBe(200);
  });

  it('A47: a session that is ended on one is over on the other', async () => {
    const { sessionToken, session } = await openFrame(here, partner);
    expect(await sessionStatus(there, sessionToken)).toBe(200);
    const listed = await there.api(partner.vendor.apiKey, 'GET', '/api/v1/sessions');
    expect(listed.json<{ data: { id: string }[] }>().data.map(({ id }) => id)).toContain(session.id);
    expect((await there.api(partner.vendor.apiKey, 'DELETE', `/api/v1/sessions/${session.id}`)).statusCode).toBe(204);
    expect(await sessionStatus(here, sessionToken)).toBe(401);
  });

  it('an embedding origin that is taken away on one is no longer allowed on the other', async () => {
    const { id } = await here.accounts.customer(partner.vendor.vendor.id, {
      embeddingOrigins: ['https://one.test', 'https://two.test'],
    });
    const claims = { sub: `${partner.vendor.vendor.key}:${id}`, origin: 'https://two.test' };
    expect(await peek(there, claims)).toBe(200);
    await updateCustomer(
      here.services,
      author,
      partner.vendor.vendor.id,
      { id },
      { embeddingOrigins: ['https://one.test'] },
    );
    await expect.poll(() => peek(there, claims), everywhere).toBe(403);
  });

  it('A47: the sessions of a customer that is disabled on one are over on the other', async () => {
    const { id } = await here.accounts.customer(partner.vendor.vendor.id);
    const { sessionToken } = await openFrame(there, partner, `${partner.vendor.vendor.key}:${id}`);
    expect(await sessionStatus(there, sessionToken)).toBe(200);
    await updateCustomer(here.services, author, partner.vendor.vendor.id, { id }, { directLinksEnabled: false });
    await expect.poll(() => sessionStatus(there, sessionToken), everywhere).toBe(401);
  });

  it('a change of a connection on one is told to the frames on the other', async () => {
    const { sessionToken } = await openFrame(there, partner);
    const frame = await openFrame(here, partner);
    const url = `${await there.app.listen({ host: '127.0.0.1', port: 0 })}/embed/v1/events`;
    const events = await readEvents(url, { authorization: `Bearer ${sessionToken}` });
    const answer = await frame.post('/connections', { provider: 'jodoo', fields: { apiKey: 'x' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await events.nextEvent()).toMatchObject({
      event: 'connectionStatusChange',
      data: { provider: 'jodoo', status: 'connecting' },
    });
    events.close();
  });
});
