import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbedApi } from '../../../src/app/api/embed-api.ts';
import { Transport } from '../../../src/app/api/transport.ts';
import { Session } from '../../../src/app/session/session.ts';
import { EmbedServer, json, refusal } from './embed-server.ts';

let server: EmbedServer;
let api: EmbedApi;
let session: Session;
let customer: string;
let number: number;
let host: boolean;

beforeEach(async () => {
  server = new EmbedServer();
  await server.start();
  customer = 'cus_1';
  number = 0;
  host = true;
  const connectivity = { note: () => undefined, browserOffline: false };
  const transport = new Transport({ fetch: server.fetch, connectivity, locale: () => 'en' });
  session = new Session(
    {
      redeem: () => {
        number += 1;
        const known = { path: '/embedded/connections', origin: 'https://p.example', origins: [], member: null };
        const opened = { id: `ses_${number}`, customer: { id: customer, name: '' }, ...known };
        return Promise.resolve({ sessionToken: `token-${number}`, expiresIn: 1800, session: opened });
      },
      release: () => undefined,
      requestRenewal: () => {
        if (host) setTimeout(() => void session.accept('fresh', '/embedded/connections'));
        return host;
      },
      opened: () => undefined,
      ended: () => undefined,
    },
    [],
  );
  await session.open('link', '/embedded/connections');
  api = new EmbedApi(transport, session);
});
afterEach(() => server.stop());

const tokens = () => server.asked.map(({ headers }) => headers.authorization);

describe('the embed API', () => {
  it('begins, reads and cancels an authorization', async () => {
    server.answers.push(json(201, {}), json(200, {}), json(200, {}));
    await api.authorize({ id: 'a', provider: 'google', fields: {} });
    await api.authorization('a');
    await api.cancelAuthorization('a', 'popup_closed');
    expect(server.lines).toEqual([
      'POST /embed/v1/authorizations',
      'GET /embed/v1/authorizations/a',
      'POST /embed/v1/authorizations/a/cancel',
    ]);
    expect(server.asked.map(({ body }) => body)).toEqual([
      '{"id":"a","provider":"google","fields":{}}',
      '',
      '{"reason":"popup_closed"}',
    ]);
  });

  it('names things by id, or by external id where there is no other', async () => {
    server.answers.push(json(200, {}), json(200, {}), json(200, {}), json(200, {}));
    await api.connection({ id: 'con_1' });
    await api.connection({ externalId: 'a b/c' });
    await api.reconnect('con_1', { key: 'k' });
    await api.disconnect('con_1');
    expect(server.lines).toEqual([
      'GET /embed/v1/connections/con_1',
      'GET /embed/v1/connections/Ea%20b%2Fc',
      'POST /embed/v1/connections/con_1/reconnect',
      'POST /embed/v1/connections/con_1/disconnect',
    ]);
    expect(server.asked.slice(2).map(({ body }) => body)).toEqual(['{"fields":{"key":"k"}}', '{}']);
  });

  it('renews the session and sends the request again when it is over', async () => {
    server.answers.push(refusal(401, 'session_expired'), json(201, { id: 'con_1' }));
    expect(await api.connect('jodoo', { apiKey: 'k' })).toEqual({ id: 'con_1' });
    expect(tokens()).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(new Set(server.asked.map(({ body }) => body))).toEqual(
      new Set(['{"provider":"jodoo","fields":{"apiKey":"k"}}']),
    );
  });

  it('passes the refusal on where there is no host to renew it', async () => {
    host = false;
    server.answers.push(refusal(401, 'session_expired'));
    await expect(api.connections()).rejects.toMatchObject({ code: 'session_expired' });
    await expect(api.connections()).rejects.toMatchObject({ code: 'session_expired' });
    expect(server.lines).toHaveLength(1);
  });

  it('A46: sends nothing again in the name of somebody else', async () => {
    customer = 'cus_2';
    server.answers.push(refusal(401, 'session_expired'), json(201, {}));
    await expect(api.connect('jodoo', { apiKey: 'k' })).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.lines).toHaveLength(1);
  });

  it('renews nothing for any other refusal', async () => {
    server.answers.push(refusal(422, 'credentials_invalid'));
    await expect(api.connect('jodoo', {})).rejects.toMatchObject({ code: 'credentials_invalid' });
    expect(tokens()).toEqual(['Bearer token-1']);
  });

  it('resumes the event stream after the last event', async () => {
    server.answers.push((response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\n'),
    );
    const body = await api.events('evt_7', new AbortController().signal);
    expect(await new Response(body).text()).toBe('data: 1\n\n');
    expect(server.asked[0]?.headers).toMatchObject({
      accept: 'text/event-stream',
      'last-event-id': 'evt_7',
      authorization: 'Bearer token-1',
    });
  });
});
