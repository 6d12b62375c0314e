import { InlayError, defaultPagePath, errorCatalogue, errorText } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import type { Services } from '../services.ts';
import { splitAddress, readLinkAddress } from './link-url.ts';
import { verifyLink } from './verify.ts';
import type { LinkFacts } from './verify.ts';

/** What would be answered to a link now, and why. Holds no signature and no token. */
export interface Explanation {
  readonly admitted: boolean;
  readonly code: ErrorCode | null;
  readonly status: number;
  readonly cause: string;
  readonly remedy: string;
  /** The private detail of the refusal, if there is one. */
  readonly detail: string | null;
  /** Whether the vendor's own key verified the token, as far as it came to that. */
  readonly signed: boolean;
  readonly header: Readonly<Record<string, unknown>> | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly vendor: { readonly id: string; readonly name: string } | null;
  readonly customer: {
    readonly id: string;
    readonly name: string;
    readonly embeddingOrigins: readonly string[];
  } | null;
  readonly member: { readonly id: string } | null;
  readonly path: string | null;
  /** Seconds since the token's `iat`, on this machine's clock. */
  readonly age: number | null;
}

/** Explains a link or a bare token: goes the way of a peek, changes nothing and leaves no audit row. */
export async function explainLink(text: string, services: Services): Promise<Explanation> {
  const { directory, sessions, clock, config } = services;
  const facts: LinkFacts = { signed: false };
  const now = clock();
  let error: InlayError | undefined;
  try {
    const request = readRequest(text.trim());
    const link = await verifyLink(request, directory, config.publicOrigin, now, facts);
    await sessions.checkUnused(link);
  } catch (cause) {
    if (!(cause instanceof InlayError)) throw cause;
    error = cause;
  }
  const { token, vendor, viewer } = facts;
  const iat = token?.claims.get('iat');
  const words = error && errorText(error.code);
  return {
    admitted: error === undefined,
    code: error?.code ?? null,
    status: error === undefined ? 200 : errorCatalogue[error.code].status,
    cause: words?.cause ?? 'The link holds: the next redemption opens a session.',
    remedy: words?.remedy ?? 'Nothing to do.',
    detail: error?.detail ?? null,
    signed: facts.signed,
    header: token === undefined ? null : Object.fromEntries(token.header),
    claims: token === undefined ? null : Object.fromEntries(token.claims),
    vendor: vendor === undefined ? null : { id: vendor.id, name: vendor.name },
    customer:
      viewer === undefined
        ? null
        : { id: viewer.customer.id, name: viewer.customer.name, embeddingOrigins: viewer.customer.embeddingOrigins },
    member: viewer?.member === undefined ? null : { id: viewer.member.id },
    path: facts.page?.path ?? null,
    age: typeof iat === 'number' ? Math.floor(now / 1000) - iat : null,
  };
}

function readRequest(text: string): { readonly token: string | null; readonly path: string } {
  if (!/^https?:\/\//i.test(text)) return { token: text, path: defaultPagePath };
  const { query } = splitAddress(text);
  const names = [...query.keys()];
  if (new Set(names).size !== names.length)
    throw new InlayError('http_request_invalid', { detail: 'a parameter is repeated' });
  const target = text.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  if (!/^\/direct_link(?:[/?]|$)/.test(target)) {
    throw new InlayError('path_invalid', {
      detail: 'the address is no direct link: it does not begin with /direct_link',
    });
  }
  return readLinkAddress(target);
}
