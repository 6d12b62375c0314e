import type { Theme } from '@inlay/shared';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { Refused } from '../direct-links/admission.ts';
import { shownClaims } from '../direct-links/shown-claims.ts';
import { noteRefusal, toInlayError } from '../http/errors.ts';
import { localeOf } from '../http/locale.ts';
import { Recent } from '../recent.ts';
import type { Services } from '../services.ts';
import { readWidgetBuild } from './assets.ts';
import { framePage } from './frame-page.ts';
import type { FrameConfig } from '@inlay/shared';
import { pageHeaders } from './page-headers.ts';
import { newNonce, pageTemplate } from './page-template.ts';
import type { Page } from './page-template.ts';
import { refusalPage } from './refusal-page.ts';

/** Wishes for the display, without authority. */
export interface DisplayHints {
  readonly theme: Theme;
  readonly locale: string | null;
  readonly dialect: boolean;
}

export const noHints: DisplayHints = { theme: 'auto', locale: null, dialect: false };

/** Most kinds of the frame's page that are remembered, at some 4 KB each. */
const templatesMax = 1_000;

/** A request as far as a page is about it, whoever received it. */
export interface PageRequest {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'error'>;
}

/** The page of a refusal, to be sent. */
export interface RefusalAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** Makes the two pages there are, each with its headers, and sends them. */
export interface PageSender {
  /** The frame's page, as it is sent. `silentOrigin`: see `frame`. */
  framePage(config: FrameConfig, silentOrigin?: string): Page;
  /** The page of a refused link, which is logged. */
  refusalPage(request: PageRequest, refused: Refused, hints: DisplayHints): RefusalAnswer;
  /** The frame's page. `silentOrigin`: where it may go in a hidden frame of its own, to sign in without asking. */
  frame(reply: FastifyReply, config: FrameConfig, silentOrigin?: string): FastifyReply;
  /** The page of any other failure. */
  readonly failure: (request: FastifyRequest, reply: FastifyReply, error: unknown) => FastifyReply;
}

export function createPageSender({ config, clock }: Services): PageSender {
  const build = readWidgetBuild();
  const isHttps = config.publicOrigin.startsWith('https:');

  /** Pages of the frame by everything they are made of: a customer's are alike but for the nonce. */
  const templates = new Recent<string, () => Page>(templatesMax);

  function pageOf(frameConfig: FrameConfig, silentOrigin?: string): Page {
    const name = JSON.stringify([frameConfig, silentOrigin]);
    let template = templates.get(name);
    if (template === undefined) {
      template = pageTemplate(
        (nonce) => withSilentFrame(pageHeaders(frameConfig.origins, nonce, isHttps), silentOrigin),
        (nonce) => framePage(frameConfig, build, nonce),
      );
      // Values from outside make a page of its own each time.
      if (frameConfig.jodoo?.values === undefined) templates.set(name, template);
    }
    return template();
  }

  function frame(reply: FastifyReply, frameConfig: FrameConfig, silentOrigin?: string): FastifyReply {
    const { headers, html } = pageOf(frameConfig, silentOrigin);
    // Its headers are computed, and no hook has a say in it.
    reply.request.deadline.isOver = true;
    reply.hijack();
    reply.raw.writeHead(200, headers).end(html, 'latin1');
    return reply;
  }

  function refusalPageOf(request: PageRequest, refused: Refused, hints: DisplayHints): RefusalAnswer {
    const { code, status, retryAfter } = refused.error;
    noteRefusal(request.log, refused.error);
    const shown = {
      ...hints,
      code,
      requestId: request.id,
      locale: hints.locale ?? localeOf(request.headers),
      claims: shownClaims(refused.facts, clock()),
    };
    // A refusal may be framed by anyone, so that it can be read where the link was put; it gives nothing away.
    const framing = code === 'team_not_allowed' ? "'self'" : code === 'not_found' ? "'none'" : '*';
    const nonce = newNonce();
    const headers = {
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...pageHeaders(framing, nonce, isHttps),
    };
    return { status, headers, html: refusalPage(shown, build, nonce) };
  }

  function refusal(request: FastifyRequest, reply: FastifyReply, refused: Refused, hints: DisplayHints): FastifyReply {
    const { status, headers, html } = refusalPageOf(request, refused, hints);
    return reply.code(status).headers(headers).send(html);
  }

  return {
    framePage: pageOf,
    refusalPage: refusalPageOf,
    frame,
    failure: (request, reply, error) => refusal(request, reply, unsigned(error), noHints),
  };
}

/** A failure before anything was known of a link. */
export function unsigned(error: unknown): Refused {
  return { error: toInlayError(error), facts: { signed: false } };
}

/**
 * Headers of a page that signs in by a hidden frame: this server's pages and those of `origin` may be in it. They need not
 * say that they let themselves be embedded, which `require-corp` would ask of them (HTML §7.1.4).
 */
function withSilentFrame(headers: Record<string, string>, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return headers;
  const { 'cross-origin-embedder-policy': _, 'content-security-policy': policy, ...others } = headers;
  return { ...others, 'content-security-policy': `${policy}; frame-src 'self' ${origin}` };
}
