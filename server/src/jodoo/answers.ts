import { errorCatalogue } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import type { FastifyReply } from 'fastify';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { readWidgetBuild } from '../embed/assets.ts';
import { pageHeaders } from '../embed/page-headers.ts';
import type { Framing } from '../embed/page-headers.ts';
import { newNonce } from '../embed/page-template.ts';
import { toInlayError } from '../http/errors.ts';
import type { Services } from '../services.ts';
import { jodooPage } from './page.ts';
import type { JodooView } from './page.ts';
import { toIntegration } from './types.ts';
import { pathQuery } from './visit.ts';
import type { Visit } from './visit.ts';

/** Codes of what somebody may do to guess or to wear down: they count against the address. */
const suspicious: ReadonlySet<ErrorCode> = new Set([
  'jodoo_integration_missing',
  'jodoo_code_invalid',
  'jodoo_state_mismatch',
]);

/** How the pages of Jodoo answer, apart from the frame's. */
export interface Answers {
  /** A page that says something, for those alone who may frame the integration's pages. */
  readonly show: (visit: Visit, row: JodooIntegrationRow, view: JodooView) => FastifyReply;
  /** Sends somebody on. */
  readonly go: (visit: Visit, address: string) => FastifyReply;
  /** The page of a refusal, which is logged, counted and noted in the vendor's audit. */
  readonly refuse: (visit: Visit, thrown: unknown) => FastifyReply;
}

export function createAnswers({ config, limits, metrics, audit }: Services): Answers {
  const isHttps = config.publicOrigin.startsWith('https:');
  const { refusal: assets } = readWidgetBuild();

  /** Headers of the small pages: they keep the tie to the window that opened them, by which a frame sees them closed. */
  const headersOf = (framing: Framing, nonce: string): Record<string, string> => ({
    ...pageHeaders(framing, nonce, isHttps),
    'cross-origin-opener-policy': 'unsafe-none',
  });

  function send({ reply, locale }: Visit, status: number, framing: Framing, view: JodooView): FastifyReply {
    const nonce = newNonce();
    return reply.code(status).headers(headersOf(framing, nonce)).send(jodooPage({ view, locale, nonce, assets }));
  }

  function go({ reply }: Visit, address: string): FastifyReply {
    return reply.code(303).headers(headersOf("'none'", newNonce())).header('location', address).send();
  }

  /** Who may frame a page that has something to press: the integration's own hosts, and this server's frame in them. */
  const framingOf = (row: JodooIntegrationRow): Framing => ["'self'", ...toIntegration(row).frameOrigins];

  function refuse(visit: Visit, thrown: unknown): FastifyReply {
    const { request, reply, row, entrance } = visit;
    const { code, status, detail, cause, retryAfter } = toInlayError(thrown);
    const isOurs = status >= 500;
    request.log[isOurs ? 'error' : 'info']({ code, detail, ...(isOurs ? { err: cause } : {}) }, 'refused');
    if (suspicious.has(code)) limits.address.count(request.ip);
    if (entrance !== undefined) metrics.count('jodooSignIns', [entrance, code]);
    note(visit, code, detail);
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    const isWorth = errorCatalogue[code].retryable || code === 'jodoo_tenant_not_allowed';
    const again =
      row !== undefined && isWorth && !visit.isAttempt ? `/jodoo/${row.id}/login${pathQuery(visit.path)}` : null;
    // What has nothing to press may be framed by anyone, so that it can be read where the address was put.
    return send(visit, status, again === null || row === undefined ? '*' : framingOf(row), {
      kind: 'refused',
      code,
      requestId: request.id,
      again,
      contact: code === 'jodoo_member_unmapped' ? (row?.contact ?? null) : null,
      window: visit.isAttempt,
    });
  }

  /** Takes note of who came back from Jodoo and was refused before anything was tried. */
  function note({ request, row, entrance, isNoted }: Visit, code: ErrorCode, reason: string | undefined): void {
    if (row === undefined || entrance === undefined || isNoted) return;
    audit.record({
      vendorId: row.vendor_id,
      action: 'jodoo.sign_in',
      outcome: 'refused',
      code,
      actor: 'jodoo',
      customerId: row.customer_id,
      requestId: request.id,
      target: row.id,
      detail: { entrance, ...(reason === undefined ? {} : { reason }) },
    });
  }

  return { show: (visit, row, view) => send(visit, 200, framingOf(row), view), go, refuse };
}
