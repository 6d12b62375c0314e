import { randomBytes } from 'node:crypto';
import { InlayError } from '@inlay/shared';
import type { Theme } from '@inlay/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { isRefused } from '../direct-links/admission.ts';
import type { Refused } from '../direct-links/admission.ts';
import { readLinkAddress, splitAddress } from '../direct-links/link-url.ts';
import type { LinkAddress } from '../direct-links/link-url.ts';
import { checkNavigation } from '../direct-links/navigation.ts';
import { shownClaims } from '../direct-links/shown-claims.ts';
import { toInlayError } from '../http/errors.ts';
import { localeOf } from '../http/locale.ts';
import type { RefusalLimit } from '../http/refusal-limit.ts';
import type { Services } from '../services.ts';
import { readWidgetBuild } from './assets.ts';
import { framePage } from './frame-page.ts';
import { pageHeaders } from './page-headers.ts';
import type { Framing } from './page-headers.ts';
import { refusalPage } from './refusal-page.ts';

/** The routes that answer with a page: the peek at a direct link, and the clean address a frame is left at. */
export function pageRoutes(app: App, services: Services, limit: RefusalLimit): void {
  const { config, admission, clock } = services;
  const build = readWidgetBuild();
  const isHttps = config.publicOrigin.startsWith('https:');

  function send(reply: FastifyReply, status: number, framing: Framing, page: (nonce: string) => string): FastifyReply {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .code(status)
      .headers(pageHeaders(framing, nonce, isHttps))
      .send(page(nonce));
  }

  function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    { error, facts }: Refused,
    hints: { readonly theme: Theme; readonly locale: string | null; readonly dialect: boolean },
  ): FastifyReply {
    const { code, detail, status } = error;
    request.log[status >= 500 ? 'error' : 'info'](
      { code, detail, ...(status >= 500 ? { err: error.cause } : {}) },
      'refused',
    );
    if (error.retryAfter !== undefined) void reply.header('retry-after', String(error.retryAfter));
    const refusal = {
      ...hints,
      code,
      requestId: request.id,
      locale: hints.locale ?? localeOf(request.headers),
      claims: shownClaims(facts, clock()),
    };
    const framing = code === 'team_not_allowed' ? "'self'" : code === 'not_found' ? "'none'" : '*';
    return send(reply, status, framing, (nonce) => refusalPage(refusal, build, nonce));
  }

  /** A failure outside admission, as a page; nobody but a browser that navigates comes here. */
  function refuseWith(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
    const hints = { theme: 'auto', locale: null, dialect: false } as const;
    return refuse(request, reply, { error: toInlayError(error), facts: { signed: false } }, hints);
  }

  async function peek(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    let address: LinkAddress;
    try {
      await limit.check(request.ip);
      const target = request.raw.url ?? '';
      checkNavigation(request.headers, splitAddress(target).query);
      address = readLinkAddress(target);
    } catch (error) {
      return refuseWith(request, reply, error);
    }
    const result = await admission.peek(address, request.id);
    if (isRefused(result)) {
      if (!result.facts.signed) await limit.count(request.ip);
      return refuse(request, reply, result, address);
    }
    const { link } = result;
    const origins = link.customer.embeddingOrigins;
    const { theme, dialect } = address;
    const locale = address.locale ?? localeOf(request.headers);
    return send(reply, 200, origins, (nonce) =>
      framePage({ path: link.page.path, locale, theme, dialect, origins }, build, nonce),
    );
  }

  app.get('/direct_link', { helmet: false, errorHandler: pageErrors }, peek);
  app.get('/direct_link/*', { helmet: false, errorHandler: pageErrors }, peek);
  // The address a frame has after admission: the page itself lives in the frame's memory, so a reload needs a new link.
  app.get('/embedded/*', { helmet: false, errorHandler: pageErrors }, (request, reply) =>
    refuseWith(request, reply, new InlayError('session_missing')),
  );

  function pageErrors(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    void refuseWith(request, reply, error);
  }
}
