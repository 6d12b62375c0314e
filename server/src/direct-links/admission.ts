import { InlayError } from '@inlay/shared';
import type { Directory } from '../accounts/directory.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { OpenedSession, Sessions } from '../sessions/sessions.ts';
import { createKnownTokens } from './known-tokens.ts';
import type { KnownToken } from './known-tokens.ts';
import { verifyLink } from './verify.ts';
import type { LinkFacts, LinkRequest, VerifiedLink } from './verify.ts';

/** A link that was looked at, or redeemed. */
export interface Admitted {
  readonly link: VerifiedLink;
}

/** A refusal, with what was known of the link when it came to it. */
export interface Refused {
  readonly error: InlayError;
  readonly facts: LinkFacts;
}

export interface Admission {
  /** Verifies the link and changes nothing: what a GET does, so that whoever merely looks spends nothing. */
  peek(request: LinkRequest, requestId: string): Promise<Admitted | Refused>;
  /** Verifies the link, claims its jti and opens its session. */
  redeem(request: LinkRequest, requestId: string): Promise<(Admitted & OpenedSession) | Refused>;
}

/** Tokens that were looked at and are yet to be redeemed, of which at least so many are remembered. */
const knownMax = 2_000;

/**
 * Admission in two steps. A peek answers with the page that the customer's origins may frame; the page then redeems from
 * inside. Whatever cannot be answered is refused: a store or database that fails admits nobody and spends nothing.
 */
export function createAdmission(
  directory: Directory,
  sessions: Sessions,
  audit: AuditLog,
  clock: Clock,
  publicOrigin: string,
  vendorLimit: RateLimit,
): Admission {
  const known = createKnownTokens(knownMax);

  async function attempt<T extends Admitted & Partial<OpenedSession>>(
    action: 'admission.peek' | 'admission.redeem',
    request: LinkRequest,
    requestId: string,
    knownToken: KnownToken | undefined,
    admit: (link: VerifiedLink, now: number, facts: LinkFacts) => Promise<T>,
  ): Promise<T | Refused> {
    const facts: LinkFacts = { signed: false };
    const now = clock();
    let code: string | null = null;
    let session: string | null = null;
    try {
      const link = await verifyLink(request, directory, publicOrigin, now, facts, knownToken);
      const admitted = await admit(link, now, facts);
      session = admitted.record?.id ?? null;
      return admitted;
    } catch (cause) {
      const error =
        cause instanceof InlayError ? cause : new InlayError('service_unavailable', { cause, retryAfter: 2 });
      code = error.code;
      return { error, facts };
    } finally {
      // Who looked and may come in has changed nothing yet; scanners and previews look often. Metrics count them.
      if (code !== null || action === 'admission.redeem') record(action, code, facts, requestId, session);
    }
  }

  function record(
    action: string,
    code: string | null,
    facts: LinkFacts,
    requestId: string,
    session: string | null,
  ): void {
    // A database that is away cannot say whose link it is, or whether it is one: metrics count it, and nobody could read it.
    if (code === 'service_unavailable' && !facts.signed) return;
    const origin = facts.token?.claims.get('origin');
    audit.record({
      vendorId: facts.vendor?.id ?? null,
      action,
      outcome: code === null ? 'accepted' : 'refused',
      actor: 'link',
      code,
      customerId: facts.viewer?.customer.id ?? null,
      memberId: facts.viewer?.member?.id ?? null,
      origin: typeof origin === 'string' ? origin : (facts.viewer?.customer.embeddingOrigins[0] ?? null),
      jti: facts.jti ?? null,
      requestId,
      target: session,
      detail: { signed: facts.signed, path: facts.page?.path ?? null },
    });
  }

  return {
    peek: (request, requestId) =>
      attempt('admission.peek', request, requestId, undefined, async (link, _, { token }) => {
        await sessions.checkUnused(link);
        if (request.token !== null && token !== undefined) {
          known.keep(request.token, { token, key: link.signingKey.publicKey });
        }
        return { link };
      }),
    redeem: (request, requestId) => {
      const token = request.token === null ? undefined : known.take(request.token);
      return attempt('admission.redeem', request, requestId, token, async (link, now) => {
        vendorLimit.check(link.vendor.id);
        const opened = await sessions.open(link, now);
        vendorLimit.count(link.vendor.id);
        return { link, ...opened };
      });
    },
  };
}

/** Tells a refusal from an admission. */
export function isRefused(result: Admitted | Refused): result is Refused {
  return 'error' in result;
}

/** Seconds after which nobody honest opens a link any more, however wrong a clock is. */
const staleAge = 300;

/**
 * Whether a refusal counts against its address: nobody's signature held, or the link is one of long ago, which whoever
 * found it may send for ever; and the failure is not our own.
 */
export function isSuspicious({ facts, error }: Refused): boolean {
  const isStale = facts.age === undefined || facts.age > staleAge;
  return (!facts.signed || isStale) && error.code !== 'service_unavailable';
}
