import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/app/api/api-error.ts';
import { Transport } from '../../../src/app/api/transport.ts';
import { EmbedServer, json, refusal } from './embed-server.ts';

let server: EmbedServer;
let online: boolean[];
let browserOffline: boolean;

beforeEach(async () => {
  server = new EmbedServer();
  await server.start();
  online = [];
  browserOffline = false;
});
afterEach(() => server.stop());

function transport(): Transport {
  const connectivity = {
    note: (value: boolean) => void online.push(value),
    get browserOffline() {
      return browserOffline;
    },
  };
  return new Transport({ fetch: server.fetch, connectivity, locale: () => 'de-AT' });
}

async function failure(attempt: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw new Error('no ApiError', { cause: error });
}

describe('a request', () => {
  it('carries the token in its one header, the language, and JSON', async () => {
    server.answers.push(json(201, { id: 'con_1' }));
    const answer = await transport().send('/embed/v1/connections', { method: 'POST', body: { a: 1 }, token: 'secret' });
    expect(answer).toEqual({ id: 'con_1' });
    expect(server.asked[0]).toMatchObject({
      line: 'POST /embed/v1/connections',
      body: '{"a":1}',
      headers: {
        authorization: 'Bearer secret',
        'accept-language': 'de-AT',
        accept: 'application/json',
        'content-type': 'application/json',
      },
    });
    expect(online).toEqual([true]);
  });

  it('takes an answer without a body', async () => {
    server.answers.push((response) => response.writeHead(204).end());
    expect(await transport().send('/embed/v1/session', { method: 'DELETE', token: 't' })).toBeUndefined();
    expect(server.asked[0]?.headers['content-type']).toBeUndefined();
  });

  it('A76: follows no redirect', async () => {
    server.answers.push((response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await failure(transport().send('/a'))).local).toBe('unreachable');
    expect(server.lines).toEqual(['GET /a']);
  });
});

describe('an error', () => {
  it('is the one that the server names, with its words, details and request id', async () => {
    const details = [{ path: '/fields/a', message: 'No.' }];
    server.answers.push(refusal(400, 'fields_invalid', { details, retryable: false }));
    expect(await failure(transport().send('/a'))).toMatchObject({
      code: 'fields_invalid',
      title: 'Title of fields_invalid',
      action: 'Do this.',
      requestId: 'req_1',
      retryable: false,
      details,
      local: undefined,
    });
  });

  it.each([
    [502, 'unreachable', 'service_unavailable'],
    [504, 'unreachable', 'service_unavailable'],
    [429, 'unreachable', 'service_unavailable'],
    [500, 'unreadable', 'internal_error'],
    [404, 'unreadable', 'internal_error'],
  ])('of status %i from something else than our server is %s', async (status, local, code) => {
    server.answers.push((response) => response.writeHead(status).end('<html>'));
    expect(await failure(transport().send('/a'))).toMatchObject({ local, code, retryable: true });
  });

  it('is "unreadable" where a success is no JSON', async () => {
    server.answers.push((response) => response.writeHead(200).end('<html>'));
    expect(await failure(transport().send('/a'))).toMatchObject({ local: 'unreadable' });
  });

  it.each([
    [true, 'offline'],
    [false, 'unreachable'],
  ])('without an answer, and the browser offline: %s, is "%s"', async (offline, local) => {
    browserOffline = offline;
    server.answers.push((response) => response.destroy());
    expect(await failure(transport().send('/a'))).toMatchObject({
      local,
      code: 'service_unavailable',
      retryable: true,
    });
    expect(online).toEqual([false]);
  });

  it('comes when an answer takes longer than its limit', async () => {
    server.answers.push(() => undefined);
    expect(await failure(transport().send('/a', { timeout: 30 }))).toMatchObject({ local: 'unreachable' });
  });

  it('is no ApiError when the request was aborted on purpose, and says nothing of the network', async () => {
    server.answers.push(() => undefined);
    const abort = new AbortController();
    const sent = transport().send('/a', { signal: abort.signal });
    abort.abort();
    await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(online).toEqual([]);
  });
});
