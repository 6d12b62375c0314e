import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { nextTick } from 'node:process';
import type { App } from '../app.ts';
import { newRequestId } from '../crypto/ids.ts';
import { underDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import type { Logger } from '../log.ts';
import type { Services } from '../services.ts';
import { together } from '../together.ts';
import { clientAddressFinder } from './client-address.ts';
import type { Send } from './json-answers.ts';
import { storeTime } from './request-deadline.ts';
import { noteAnswer } from './request-log.ts';

/** A request under way. */
export interface Visit {
  readonly request: IncomingMessage;
  /** The body as text; empty where the door takes none. */
  readonly body: string;
  readonly id: string;
  readonly log: Logger;
  /** Finds the address that the request counts against. */
  readonly address: () => string;
}

/** A route that is answered before Fastify sees it, in the one form in which nearly all clients ask for it. */
export interface Door {
  /** As logs and metrics name it; Fastify has the same. */
  readonly route: string;
  readonly method: 'GET' | 'POST';
  /** Whether the door takes this request; of its method. Any other form goes to Fastify. */
  readonly takes: (request: IncomingMessage) => boolean;
  /** Answers every request it took, a refusal too. What it throws ends the connection. */
  answer(visit: Visit): Promise<Send>;
}

interface Arrival {
  readonly door: Door;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
}

interface Open extends Arrival {
  readonly visit: Visit;
  readonly startedAt: number;
  readonly deadline: Deadline;
}

/** Longest body that is taken here, in bytes: twice what a token and a path of the greatest length make. */
const bodyMax = 16 * 1024;

/**
 * Answers the requests that nearly all of a server's work is made of before Fastify sees them: a framework's way to a
 * route costs as much as what the route does. Everything else goes to Fastify, and so does any other form of them, whose
 * routes call the same functions.
 *
 * What comes in one turn of the event loop is begun together, goes through its steps side by side, and is sent together:
 * see docs/decisions/0024-front-door.md.
 */
export function openFrontDoor(app: App, { config, log, metrics }: Services, doors: readonly Door[]): void {
  const addressOf = clientAddressFinder(config.trustProxy);

  function note({ door, visit, startedAt }: Open, status: number): void {
    const { method, route } = door;
    noteAnswer(metrics, visit.log, { method, route, status, milliseconds: performance.now() - startedAt });
  }

  /** What nobody foresaw ends the connection: no answer may be half of one. */
  function fail(open: Open, error: unknown): void {
    open.visit.log.error({ err: error }, 'unforeseen');
    open.response.destroy();
    note(open, 500);
  }

  const come = together<Arrival>((arrivals) => {
    const all = arrivals.map((arrival): Open => {
      const { request, body } = arrival;
      const [id, startedAt] = [newRequestId(), performance.now()];
      const visit = { request, body, id, log: log.child({ requestId: id }), address: () => addressOf(request) };
      return { ...arrival, visit, startedAt, deadline: { at: startedAt + storeTime, isOver: false } };
    });
    for (const open of all) {
      underDeadline(open.deadline, () => open.door.answer(open.visit)).then(
        (send) => ready({ open, send }),
        (error: unknown) => fail(open, error),
      );
    }
  }, setImmediate);

  const ready = together<{ readonly open: Open; readonly send: Send }>((answers) => {
    const sent: Open[] = [];
    for (const { open, send } of answers) {
      open.deadline.isOver = true;
      try {
        send(open.response);
        sent.push(open);
      } catch (error) {
        fail(open, error);
      }
    }
    for (const open of sent) note(open, open.response.statusCode);
  }, nextTick);

  const [toFastify, ...others] = app.server.listeners('request') as RequestListener[];
  if (toFastify === undefined || others.length > 0)
    throw new Error('the server has listeners other than Fastify’s own');
  app.server.removeListener('request', toFastify);
  app.server.on('request', (request, response) => {
    request.url = originForm(request.url ?? '/');
    const door = doors.find(({ method, takes }) => method === request.method && takes(request));
    if (door === undefined) toFastify(request, response);
    else if (door.method === 'GET') come({ door, request, response, body: '' });
    else readBody(request, (body) => come({ door, request, response, body }));
  });
}

/**
 * The target of a request in origin-form. One in absolute-form, as for a proxy, has to be taken too (RFC 9112 §3.2.2); what
 * host it names is nobody's business here, for public addresses are made from the settings alone.
 */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`;
}

/** Whether a request has a body of JSON, of a length that is told and small. */
export function isShortJson({ headers }: IncomingMessage): boolean {
  const { 'content-type': type, 'content-length': length } = headers;
  return type === 'application/json' && length !== undefined && Number(length) <= bodyMax;
}

/**
 * Takes the body as soon as it is as long as the request's head told; Node lets it be no longer (RFC 9112 §6.3). A client
 * that goes before gets no answer. A body in many pieces takes no more memory than one in one piece.
 */
function readBody(request: IncomingMessage, take: (body: string) => void): void {
  const length = Number(request.headers['content-length']);
  let whole: Buffer | undefined;
  let read = 0;
  request.on('data', (chunk: Buffer) => {
    if (chunk.length === length) return take(chunk.toString());
    whole ??= Buffer.allocUnsafe(length);
    read += chunk.copy(whole, read);
    if (read === length) take(whole.toString());
  });
  request.on('error', () => undefined);
  if (length === 0) take('');
}
