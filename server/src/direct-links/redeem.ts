import type { IncomingHttpHeaders } from 'node:http';
import { InlayError, defaultPagePath } from '@inlay/shared';
import type { RedeemAnswer } from '@inlay/shared';
import { secondsLeft } from '../embed/session-routes.ts';
import { toInlayError } from '../http/errors.ts';
import type { Services } from '../services.ts';
import { describeSession } from '../sessions/describe.ts';
import { isRefused, isSuspicious } from './admission.ts';
import { checkSameOrigin } from './navigation.ts';
import type { LinkRequest } from './verify.ts';

/** A request to redeem a link, whoever received it. */
export interface RedeemRequest {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came; `undefined` where there was none. */
  readonly body: string | undefined;
  /** The address that it counts against. */
  readonly address: () => string;
}

/** Spends a link and answers with the session's token. Throws an InlayError with the code of the refusal, which is counted. */
export type Redeem = (request: RedeemRequest) => Promise<RedeemAnswer>;

export function createRedeem(services: Services): Redeem {
  const { admission, config, limits, metrics } = services;

  async function redeem({ id, headers, body, address }: RedeemRequest): Promise<RedeemAnswer> {
    limits.address.check(address);
    checkSameOrigin(headers, config.publicOrigin);
    const result = await admission.redeem(readBody(body), id);
    if (isRefused(result)) {
      if (isSuspicious(result)) limits.address.count(address());
      throw result.error;
    }
    const { link, record } = result;
    const live = { record, vendor: link.vendor, customer: link.customer, member: link.member ?? null };
    return {
      sessionToken: result.token,
      session: describeSession(live),
      expiresIn: secondsLeft(record.expiresAt, services),
    };
  }

  return async (request) => {
    try {
      const answer = await redeem(request);
      metrics.count('admissions', ['redeem', 'admitted']);
      return answer;
    } catch (error) {
      const { code } = toInlayError(error);
      if (code === 'http_request_invalid') limits.address.count(request.address());
      metrics.count('admissions', ['redeem', code]);
      throw error;
    }
  };
}

/** Reads the body: an object with `token` and `path`, both texts, and nothing else. Throws `http_request_invalid`. */
function readBody(text: string | undefined): LinkRequest {
  if (text === undefined || text === '') throw invalid('there is no body');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalid('the body is no JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('the body is no object');
  let token: string | null = null;
  let path = defaultPagePath;
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') throw invalid('a member of the body is no text');
    if (name === 'token') token = value;
    else if (name === 'path') path = value;
    else throw invalid('the body has members that are not known here');
  }
  return { token, path };
}

function invalid(detail: string): InlayError {
  return new InlayError('http_request_invalid', { detail });
}
