import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startAuthorizationServer } from '../../support/authorization-server.ts';
import type { AuthorizationServer } from '../../support/authorization-server.ts';
import { openBrowser } from '../../support/browser.ts';
import { onEachStore } from '../../support/engines.ts';
import { readEvents } from '../../support/event-reader.ts';
import type { EventReader, ReadEvent } from '../../support/event-reader.ts';
import { begin, createOAuthPartner, goToCallback, startUrl, statusOf } from './setup.ts';
import type { OAuthPartner } from './setup.ts';

let login: AuthorizationServer;
beforeAll(async () => {
  login = await startAuthorizationServer();
});
afterAll(() => login.close());

onEachStore('an authorization over two instances', (open) => {
  let here: TestApp;
  let there: TestApp;
  let partner: OAuthPartner;
  let stream: string;

  beforeAll(async () => {
    const options = {
      extraProviders: [login.entry],
      environment: { INLAY_OUTBOUND_ALLOWED_HOSTS: login.host },
    };
    here = await open('authorizations', options);
    there = await open('authorizations', options);
    partner = await createOAuthPartner(here, login);
    stream = `${await there.app.listen({ host: '127.0.0.1', port: 0 })}/embed/v1/events`;
  });

  const listen = (lastEventId?: string): Promise<EventReader> =>
    readEvents(stream, {
      authorization: `Bearer ${partner.frame.sessionToken}`,
      'accept-language': 'de',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    });

  /** What a stream tells until an authorization has ended. */
  async function untilEnd(events: EventReader): Promise<ReadEvent[]> {
    const told: ReadEvent[] = [];
    for (;;) {
      const event = await events.nextEvent();
      if (event === undefined) return told;
      told.push(event);
      const { status } = event.data as { status: string };
      if (event.event === 'authorization' && status !== 'opened') return told;
    }
  }

  it('begun on one, opened on the other, called back on the first: the other’s stream hears it within a second', async () => {
    const events = await listen();
    const id = await begin(partner.frame);
    const hearing = untilEnd(events);
    let app = there;
    const browser = openBrowser(() => app);
    const callback = await goToCallback(browser, id);
    app = here;
    const end = await browser.visit(callback.href, 'site');
    const endedAt = performance.now();
    expect(end.text).toContain('Login is connected');
    const told = await hearing;
    // A second to look into the database, and what a busy machine takes besides.
    expect(performance.now() - endedAt).toBeLessThan(1_500);
    expect(told.map(({ event, data }) => [event, (data as { status: string }).status])).toEqual([
      ['connectionStatusChange', 'connecting'],
      ['authorization', 'opened'],
      ['connectionStatusChange', 'connected'],
      ['authorization', 'connected'],
    ]);
    const { connection } = await statusOf(partner.frame, id);
    expect(told.at(-1)?.data).toMatchObject({ id, provider: 'login', connection, error: null });
    events.close();
  });

  it('A56: called back on both at once, the code is exchanged once', async () => {
    const id = await begin(partner.frame);
    let turn = 0;
    const browser = openBrowser(() => ((turn += 1) % 2 === 0 ? here : there));
    const callback = await goToCallback(browser, id);
    const before = login.seen.get('/token') ?? 0;
    await Promise.all(Array.from({ length: 6 }, () => browser.visit(callback.href, 'site')));
    expect(login.seen.get('/token')).toBe(before + 1);
    expect((await statusOf(partner.frame, id)).status).toBe('connected');
  });

  it('A54: opened by two browsers at once on both, one gets it', async () => {
    const id = await begin(partner.frame);
    const visits = [here, there, here, there].map((app) => openBrowser(() => app).visit(startUrl(id), 'frame'));
    const statuses = (await Promise.all(visits)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 403, 403, 403]);
  });

  it('a stream that comes back hears how it ended, in its own language', async () => {
    const events = await listen();
    const first = await events.next();
    let id = first?.id;
    while (id === undefined) id = (await events.next())?.id;
    events.close();
    const flow = await begin(partner.frame);
    await partner.frame.post(`/authorizations/${flow}/cancel`, { reason: 'popup_closed' });
    const resumed = await listen(id);
    const told = (await untilEnd(resumed)).at(-1);
    expect(told?.data).toMatchObject({
      id: flow,
      status: 'failed',
      error: { code: 'popup_closed', title: expect.stringContaining('Fenster') as string },
    });
    resumed.close();
  });
});
