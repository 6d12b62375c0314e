import { InlayError } from '@inlay/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../app.ts';
import { checkNavigation } from '../../direct-links/navigation.ts';
import { splitAddress } from '../../direct-links/link-url.ts';
import { readWidgetBuild } from '../../embed/assets.ts';
import { newNonce } from '../../embed/page-template.ts';
import { toInlayError } from '../../http/errors.ts';
import { localeOf } from '../../http/locale.ts';
import type { Services } from '../../services.ts';
import { confirmationOf, createFlowCookies } from './browser.ts';
import { flowIdPattern, hasEnded } from './flow.ts';
import { closeScript, windowStyle } from './window-assets.ts';
import { windowHeaders, windowPage } from './window-page.ts';
import type { WindowView } from './window-page.ts';
import type { Origin, Visitor, WindowAnswer } from './window-answer.ts';

const idForm = new RegExp(flowIdPattern);
/** Bytes of the one form there is. */
const formLimit = 1_024;

/**
 * `/oauth/*`: the pages of the window in which a person authorises. Only a browser that navigates there itself gets one;
 * no address of ours but that of the start is ever shown, and the one that shows an outcome holds no code.
 */
export function windowRoutes(app: App, services: Services): void {
  const { config, connections, limits } = services;
  const { windows } = connections.authorizations;
  const isHttps = config.publicOrigin.startsWith('https:');
  const cookies = createFlowCookies(isHttps);
  const { styles } = readWidgetBuild().refusal;
  const closing = new AbortController();

  app.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formLimit },
    (_request, body, next) => next(null, new URLSearchParams(body.toString())),
  );

  const visitorOf = ({ id, headers }: FastifyRequest): Visitor => ({
    requestId: id,
    secretFor: (key) => cookies.read(headers.cookie, key),
  });

  function show(request: FastifyRequest, reply: FastifyReply, status: number, view: WindowView, locale?: string) {
    const nonce = newNonce();
    return reply
      .code(status)
      .headers(windowHeaders(nonce, isHttps))
      .send(windowPage({ view, nonce, styles, locale: locale ?? localeOf(request.headers) }));
  }

  function go(reply: FastifyReply, address: string): FastifyReply {
    return reply.code(303).headers(windowHeaders(newNonce(), isHttps)).header('location', address).send();
  }

  function refuse(request: FastifyRequest, reply: FastifyReply, thrown: unknown, locale?: string): FastifyReply {
    const { code, status, detail, cause, retryAfter } = toInlayError(thrown);
    request.log[status >= 500 ? 'error' : 'info'](
      { code, detail, ...(status >= 500 ? { err: cause } : {}) },
      'refused',
    );
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    return show(request, reply, status, { kind: 'failed', code, requestId: request.id }, locale);
  }

  const providerName = (id: string): string => connections.providers.catalogue.get(id)?.name ?? id;

  function answer(request: FastifyRequest, reply: FastifyReply, told: WindowAnswer): FastifyReply {
    if (told.kind === 'refused') return refuse(request, reply, new InlayError(told.code), told.locale);
    const { key, secret, flow } = told;
    void reply.header('set-cookie', cookies.write(key, secret));
    if (told.kind === 'outcome') return go(reply, `/oauth/outcome/${flow.id}`);
    if (told.kind === 'confirm') {
      const { names } = told;
      const action = `/oauth/start/${flow.id}`;
      const view = { kind: 'confirm', names, action, confirmation: confirmationOf(secret) } as const;
      return show(request, reply, 200, view, flow.locale);
    }
    if (request.method === 'GET') return go(reply, told.url.href);
    const view = { kind: 'leaving', provider: providerName(flow.provider), url: told.url } as const;
    return show(request, reply, 200, view, flow.locale);
  }

  /** Checks what comes from outside before anything is looked up. */
  function enter(request: FastifyRequest): URLSearchParams {
    limits.address.check(request.ip);
    const { query } = splitAddress(request.raw.url ?? '');
    checkNavigation(request.headers, query);
    checkWindow(request);
    return query;
  }

  /** A window that fits nothing here counts as an attempt at one that is somebody else's. */
  function count(request: FastifyRequest, told: WindowAnswer): WindowAnswer {
    if (told.kind === 'refused' && told.code === 'state_mismatch') limits.address.count(request.ip);
    return told;
  }

  const errorHandler = (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
    void refuse(request, reply, error);
  const options = { errorHandler, exposeHeadRoute: false } as const;

  async function start(request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply, origin: Origin) {
    const { id } = request.params;
    if (!idForm.test(id)) throw new InlayError('state_mismatch', { detail: 'no id' });
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    return answer(request, reply, count(request, await windows.open(id, visitorOf(request), origin, signal)));
  }

  app.get<{ Params: { id: string } }>('/oauth/start/:id', options, async (request, reply) => {
    enter(request);
    // A browser that does not say where it comes from asks once more rather than once too little.
    return start(request, reply, request.headers['sec-fetch-site'] === 'same-origin' ? 'frame' : 'elsewhere');
  });
  app.post<{ Params: { id: string } }>('/oauth/start/:id', options, async (request, reply) => {
    enter(request);
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin')
      throw new InlayError('state_mismatch', { detail: 'another site’s form' });
    const confirmation = request.body instanceof URLSearchParams ? (request.body.get('confirmation') ?? '') : '';
    return start(request, reply, { confirmation });
  });
  app.get<{ Params: { provider: string } }>('/oauth/callback/:provider', options, async (request, reply) => {
    const parameters = enter(request);
    const told = await windows.callback(request.params.provider, parameters, visitorOf(request));
    return answer(request, reply, count(request, told));
  });
  app.get<{ Params: { id: string } }>('/oauth/outcome/:id', options, async (request, reply) => {
    enter(request);
    const told = count(request, await windows.outcome(request.params.id, visitorOf(request)));
    if (told.kind !== 'outcome') return answer(request, reply, told);
    const { flow } = told;
    if (!hasEnded(flow)) return show(request, reply, 200, { kind: 'waiting' }, flow.locale);
    const view: WindowView =
      flow.code === null
        ? { kind: 'connected', provider: providerName(flow.provider) }
        : { kind: 'failed', code: flow.code, requestId: flow.requestId };
    return show(request, reply, 200, view, flow.locale);
  });

  const asset = (reply: FastifyReply, type: string, content: string): FastifyReply =>
    reply
      .header('cache-control', 'public, max-age=300')
      .header('x-content-type-options', 'nosniff')
      .type(`${type}; charset=utf-8`)
      .send(content);
  app.get('/oauth/window.css', { exposeHeadRoute: false }, (_request, reply) => asset(reply, 'text/css', windowStyle));
  app.get('/oauth/close.js', { exposeHeadRoute: false }, (_request, reply) =>
    asset(reply, 'text/javascript', closeScript),
  );
}

/** A window of its own, in which somebody looks at what they came for: no frame, no guess at where they might go. */
function checkWindow({ headers }: FastifyRequest): void {
  const destination = headers['sec-fetch-dest'];
  if (destination !== undefined && destination !== 'document') {
    throw new InlayError('http_request_invalid', { detail: 'Sec-Fetch-Dest is no document' });
  }
  const isPrefetch = [headers['sec-purpose'], headers['purpose']].some((purpose) => purpose?.includes('prefetch'));
  if (isPrefetch) throw new InlayError('http_request_invalid', { detail: 'a prefetch' });
}
