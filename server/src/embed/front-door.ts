import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { nextTick } from 'node:process';
import type { App } from '../app.ts';
import { newRequestId } from '../crypto/ids.ts';
import { underDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import type { Redeem } from '../direct-links/redeem.ts';
import { clientAddressFinder } from '../http/client-address.ts';
import { embedErrorBody, noteRefusal, toInlayError } from '../http/errors.ts';
import { storeTime } from '../http/request-deadline.ts';
import { noteAnswer } from '../http/request-log.ts';
import { answerHeaders } from '../http/security-headers.ts';
import type { Logger } from '../log.ts';
import type { Services } from '../services.ts';
import { together } from '../together.ts';
import { sendPage } from './peek.ts';
import type { Peek } from './peek.ts';

/** The routes that are answered here, as logs and metrics name them. */
const peekRoute = '/direct_link';
const redeemRoute = '/direct_link/redeem';
const peekTarget = `${peekRoute}?`;
/** Longest body that is taken here, in bytes: twice what a token and a path of the greatest length make. */
const bodyMax = 16 * 1024;

/** A request under way. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: string;
  /** The body; `undefined` of a look. */
  readonly body: string | undefined;
  readonly id: string;
  readonly log: Logger;
  readonly startedAt: number;
  readonly deadline: Deadline;
}

/** An answer that is to be sent. */
interface Ready {
  readonly visit: Visit;
  readonly send: (response: ServerResponse) => void;
}

/**
 * Answers the two requests of an admission, in the form in which browsers send them, before Fastify sees them: they are
 * nearly all that the server is asked, and a framework's way to a route costs as much as what the route does. Everything
 * else goes to Fastify, and so does any other form of the two, whose routes call the same functions.
 *
 * What comes in one turn of the event loop is begun together, goes through its steps side by side, and is sent together:
 * see docs/decisions/0024-front-door.md.
 */
export function openFrontDoor(app: App, services: Services, peek: Peek, redeem: Redeem): void {
  const { config, log, metrics } = services;
  const addressOf = clientAddressFinder(config.trustProxy);
  const jsonHeaders = Object.entries({
    ...answerHeaders(config),
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
  }).flat();

  async function answerPeek(visit: Visit): Promise<void> {
    const { request, id, log: own } = visit;
    const { headers, url: target = '' } = request;
    const page = await peek({ id, headers, log: own, target, address: () => addressOf(request) });
    ready({ visit, send: (response) => sendPage(response, page) });
  }

  async function answerRedeem(visit: Visit, body: string): Promise<void> {
    const { request, id, log: own } = visit;
    const { headers } = request;
    try {
      const answer = await redeem({ id, headers, body, address: () => addressOf(request) });
      ready({ visit, send: (response) => sendJson(response, 200, answer) });
    } catch (thrown) {
      const error = toInlayError(thrown);
      noteRefusal(own, error);
      const more = error.retryAfter === undefined ? [] : ['retry-after', String(error.retryAfter)];
      const answer = embedErrorBody(error, id, headers['accept-language']);
      ready({ visit, send: (response) => sendJson(response, error.status, answer, more) });
    }
  }

  function sendJson(response: ServerResponse, status: number, answer: object, more: readonly string[] = []): void {
    const json = JSON.stringify(answer);
    const length = Buffer.byteLength(json);
    // A text goes out with the head, in one piece; ASCII need not be encoded.
    const encoding = length === json.length ? 'latin1' : 'utf8';
    response.writeHead(status, [...jsonHeaders, ...more, 'content-length', String(length)]).end(json, encoding);
  }

  /** What nobody foresaw ends the connection: no answer may be half of one. */
  function fail({ log: own, response }: Visit, error: unknown): void {
    own.error({ err: error }, 'unforeseen');
    response.destroy();
  }

  const come = together<Pick<Visit, 'request' | 'response' | 'route' | 'body'>>((arrivals) => {
    const visits = arrivals.map((arrival): Visit => {
      const [id, startedAt] = [newRequestId(), performance.now()];
      const deadline = { at: startedAt + storeTime, isOver: false };
      return { ...arrival, id, log: log.child({ requestId: id }), startedAt, deadline };
    });
    for (const visit of visits) {
      const { body, deadline } = visit;
      const work = (): Promise<void> => (body === undefined ? answerPeek(visit) : answerRedeem(visit, body));
      underDeadline(deadline, work).catch((error: unknown) => fail(visit, error));
    }
  }, setImmediate);

  const ready = together<Ready>((answers) => {
    for (const { visit, send } of answers) {
      visit.deadline.isOver = true;
      try {
        send(visit.response);
      } catch (error) {
        fail(visit, error);
      }
    }
    for (const { visit } of answers) {
      const { request, response, route, log: own, startedAt } = visit;
      const { method = '' } = request;
      const milliseconds = performance.now() - startedAt;
      noteAnswer(metrics, own, { method, route, status: response.statusCode, milliseconds });
    }
  }, nextTick);

  const [toFastify, ...others] = app.server.listeners('request') as RequestListener[];
  if (toFastify === undefined || others.length > 0)
    throw new Error('the server has listeners other than Fastify’s own');
  app.server.removeListener('request', toFastify);
  app.server.on('request', (request, response) => {
    const { method, url = '' } = request;
    if (method === 'GET' && url.startsWith(peekTarget)) {
      come({ request, response, route: peekRoute, body: undefined });
    } else if (method === 'POST' && url === redeemRoute && isShortJson(request)) {
      readBody(request, (body) => come({ request, response, route: redeemRoute, body }));
    } else {
      toFastify(request, response);
    }
  });
}

/**
 * Takes the body as soon as it is as long as the request's head told; Node lets it be no longer (RFC 9112 §6.3). A client
 * that goes before gets no answer.
 */
function readBody(request: IncomingMessage, take: (body: string) => void): void {
  const length = Number(request.headers['content-length']);
  const chunks: Buffer[] = [];
  let missing = length;
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    missing -= chunk.length;
    if (missing === 0) take((chunks.length === 1 ? chunk : Buffer.concat(chunks)).toString());
  });
  request.on('error', () => undefined);
  if (length === 0) take('');
}

/** Whether a request has a body of JSON, of a length that is told and small. */
function isShortJson({ headers }: IncomingMessage): boolean {
  const { 'content-type': type, 'content-length': length } = headers;
  return type === 'application/json' && length !== undefined && Number(length) <= bodyMax;
}
