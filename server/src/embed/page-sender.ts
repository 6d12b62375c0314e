import { randomBytes } from 'node:crypto';
import type { Theme } from '@inlay/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refused } from '../direct-links/admission.ts';
import { shownClaims } from '../direct-links/shown-claims.ts';
import { toInlayError } from '../http/errors.ts';
import { localeOf } from '../http/locale.ts';
import type { Services } from '../services.ts';
import { readWidgetBuild } from './assets.ts';
import { framePage } from './frame-page.ts';
import type { FrameConfig } from '@inlay/shared';
import { pageHeaders } from './page-headers.ts';
import type { Framing } from './page-headers.ts';
import { refusalPage } from './refusal-page.ts';

/** Wishes for the display, without authority. */
export interface DisplayHints {
  readonly theme: Theme;
  readonly locale: string | null;
  readonly dialect: boolean;
}

const noHints: DisplayHints = { theme: 'auto', locale: null, dialect: false };

/** Sends the two pages there are, each with its headers. */
export interface PageSender {
  frame(reply: FastifyReply, config: FrameConfig): FastifyReply;
  /** The page of a refused link. */
  refusal(request: FastifyRequest, reply: FastifyReply, refused: Refused, hints: DisplayHints): FastifyReply;
  /** The page of any other failure. */
  readonly failure: (request: FastifyRequest, reply: FastifyReply, error: unknown) => FastifyReply;
}

export function createPageSender({ config, clock }: Services): PageSender {
  const build = readWidgetBuild();
  const isHttps = config.publicOrigin.startsWith('https:');

  function send(reply: FastifyReply, status: number, framing: Framing, page: (nonce: string) => string): FastifyReply {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .code(status)
      .headers(pageHeaders(framing, nonce, isHttps))
      .send(page(nonce));
  }

  function refusal(request: FastifyRequest, reply: FastifyReply, refused: Refused, hints: DisplayHints): FastifyReply {
    const { code, detail, status, cause, retryAfter } = refused.error;
    if (status >= 500) request.log.error({ code, detail, err: cause }, 'refused');
    else request.log.info({ code, detail }, 'refused');
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    const shown = {
      ...hints,
      code,
      requestId: request.id,
      locale: hints.locale ?? localeOf(request.headers),
      claims: shownClaims(refused.facts, clock()),
    };
    // A refusal may be framed by anyone, so that it can be read where the link was put; it gives nothing away.
    const framing = code === 'team_not_allowed' ? "'self'" : code === 'not_found' ? "'none'" : '*';
    return send(reply, status, framing, (nonce) => refusalPage(shown, build, nonce));
  }

  return {
    frame: (reply, frameConfig) =>
      send(reply, 200, frameConfig.origins, (nonce) => framePage(frameConfig, build, nonce)),
    refusal,
    failure: (request, reply, error) =>
      refusal(request, reply, { error: toInlayError(error), facts: { signed: false } }, noHints),
  };
}
