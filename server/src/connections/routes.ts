import { parseReference } from '@inlay/shared';
import type { EmbedConnection } from '@inlay/shared';
import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import type { ConnectionRow } from '../database/schema.ts';
import { localeOf } from '../http/locale.ts';
import type { Services } from '../services.ts';
import { openEventStream } from './event-stream.ts';
import type { EventStream } from './event-stream.ts';
import { frameCaller } from './frame-caller.ts';
import { presentConnection, presentProvider } from './present.ts';
import { connectionSchema, providerSchema } from './schemas.ts';

const closed = { additionalProperties: false };
const nothing = Type.Object({}, closed);
const fields = Type.Record(Type.String(), Type.String(), { maxProperties: 16 });
const byReference = Type.Object({ reference: Type.String() }, closed);

/** Streams that one session may hold open; a further one ends the oldest, which a broken network left behind. */
const streamsPerSession = 3;

/**
 * Routes by which the frame lists, makes and ends connections, and hears of their status; in the scope of `session-auth`.
 * Whose connections they are is the session's to say, and never the request's.
 */
export function connectionRoutes(app: App, services: Services): void {
  const { connections, sessions } = services;
  const querystring = nothing;
  const modesOf = ({ vendor, customer }: FastifyRequest['session']) =>
    connections.providers.available.modes(vendor.id, customer.id);
  const present = async ({ session, headers }: FastifyRequest, row: ConnectionRow): Promise<EmbedConnection> =>
    presentConnection(row, localeOf(headers), (await modesOf(session))(row.provider));

  app.get(
    '/providers',
    { schema: { querystring, response: { 200: Type.Object({ data: Type.Array(providerSchema) }) } } },
    async ({ session: { vendor, customer } }) => {
      const available = await connections.providers.available.forCustomer(vendor.id, customer.id);
      return { data: available.map(({ entry, fields: modes }) => presentProvider(entry, modes)) };
    },
  );
  app.get(
    '/connections',
    { schema: { querystring, response: { 200: Type.Object({ data: Type.Array(connectionSchema) }) } } },
    async (request) => {
      const rows = await connections.list(request.session.customer.id);
      return { data: await Promise.all(rows.map((row) => present(request, row))) };
    },
  );
  app.get(
    '/connections/:reference',
    { schema: { params: byReference, querystring, response: { 200: connectionSchema } } },
    async (request) => {
      const row = await connections.get(request.session.customer.id, parseReference(request.params.reference));
      return present(request, row);
    },
  );
  app.post(
    '/connections',
    {
      schema: {
        querystring,
        body: Type.Object({ provider: Type.String({ minLength: 1, maxLength: 64 }), fields }, closed),
        response: { 201: connectionSchema },
      },
    },
    async (request, reply) => {
      const row = await connections.create(frameCaller(request), request.body.provider, request.body.fields);
      return reply.code(201).send(await present(request, row));
    },
  );
  app.post(
    '/connections/:reference/reconnect',
    {
      schema: {
        params: byReference,
        querystring,
        body: Type.Object({ fields }, closed),
        response: { 200: connectionSchema },
      },
    },
    async (request) => {
      const reference = parseReference(request.params.reference);
      const row = await connections.reconnect(frameCaller(request), reference, request.body.fields);
      return present(request, row);
    },
  );
  app.post(
    '/connections/:reference/disconnect',
    { schema: { params: byReference, querystring, body: nothing, response: { 200: connectionSchema } } },
    async (request) => {
      const row = await connections.disconnect(frameCaller(request), parseReference(request.params.reference));
      return present(request, row);
    },
  );

  const streams = new Map<string, EventStream[]>();
  services.metrics.watch('eventStreams', [], () => [...streams.values()].flat().length);
  // A stream has no end of its own: without this the server would wait for it for ever.
  app.addHook('preClose', (done) => {
    for (const stream of [...streams.values()].flat()) stream.close();
    done();
  });
  app.get('/events', { exposeHeadRoute: false, schema: { querystring } }, (request, reply) => {
    const { record, customer, member } = request.session;
    const lastEventId = request.headers['last-event-id'];
    const stream = openEventStream({
      hub: connections.events,
      customerId: customer.id,
      memberId: member?.id ?? null,
      locale: localeOf(request.headers),
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
      endOf: () => sessions.endOf(record),
    });
    const open = [...(streams.get(record.id) ?? []), stream];
    if (open.length > streamsPerSession) open.shift()?.close();
    streams.set(record.id, open);
    stream.body.once('close', () => {
      const left = (streams.get(record.id) ?? []).filter((other) => other !== stream);
      if (left.length === 0) streams.delete(record.id);
      else streams.set(record.id, left);
    });
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .header('connection', 'close')
      .send(stream.body);
  });
}
