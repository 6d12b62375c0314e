import { InlayError } from '@inlay/shared';
import type { Outbound, OutboundAnswer } from '../http/outbound.ts';
import { isIdentityText } from './types.ts';
import type { JodooIdentity } from './types.ts';

/** What a call needs to know. Neither secret nor code is ever kept, logged or put into an error. */
export interface AuthInfoRequest {
  readonly apiBase: string;
  readonly suiteSecret: string;
  readonly code: string;
}

/** What Jodoo said: whose code it is, or why it does not say. `detail` is for logs and holds no text of Jodoo's. */
export type AuthInfo =
  | { readonly kind: 'identity'; readonly identity: JodooIdentity }
  | {
      readonly kind: 'refused';
      readonly code: 'jodoo_code_invalid' | 'jodoo_secret_invalid' | 'jodoo_unavailable';
      readonly detail: string;
    };

/** Calls Jodoo's API. */
export interface JodooClient {
  /** Asks once, and never again by itself, whose code it is. Does not throw for whatever Jodoo answers. */
  authInfo(request: AuthInfoRequest): Promise<AuthInfo>;
}

/** Bytes of the largest answer, which is two short texts. */
const maxBytes = 16 * 1024;
/**
 * Numbers of the API's errors that concern the secret, and those of its limits. `auth_info` has no documented numbers of
 * its own: that it shares those of the other APIs is an assumption.
 */
const secretNumbers: readonly number[] = [8_301, 17_018];
const limitNumbers: readonly number[] = [8_303, 8_304];

/**
 * `POST {apiBase}/api/v3/user/oauth/auth_info` with the Suite Secret as bearer and `{"code"}`. Success is any 2xx with
 * `tenant_id` and `username`; errors are HTTP 400 with a number called `code`. Whatever else comes is no answer (A63).
 */
export function createJodooClient(outbound: Pick<Outbound, 'request'>): JodooClient {
  return {
    async authInfo({ apiBase, suiteSecret, code }) {
      let answer: OutboundAnswer;
      try {
        answer = await outbound.request({
          method: 'POST',
          url: `${apiBase}/api/v3/user/oauth/auth_info`,
          headers: { authorization: `Bearer ${suiteSecret}`, 'content-type': 'application/json' },
          body: JSON.stringify({ code }),
          maxBytes,
        });
      } catch (error) {
        if (!(error instanceof InlayError)) throw error;
        return refused('jodoo_unavailable', error.detail ?? 'no answer');
      }
      return judge(answer);
    },
  };
}

/** Judges by the status first, then by the number; never by the text. */
function judge({ status, text }: OutboundAnswer): AuthInfo {
  const body = parse(text);
  if (status >= 200 && status < 300) {
    const { tenant_id: tenantId, username } = body;
    if (isIdentityText(tenantId) && isIdentityText(username)) {
      return { kind: 'identity', identity: { tenantId, username } };
    }
    return refused('jodoo_unavailable', `HTTP ${status} without tenant_id and username`);
  }
  if (status === 401 || status === 403) return refused('jodoo_secret_invalid', `HTTP ${status}`);
  if (status !== 400) return refused('jodoo_unavailable', `HTTP ${status}`);
  const number = typeof body['code'] === 'number' ? body['code'] : undefined;
  if (number === undefined) return refused('jodoo_code_invalid', 'HTTP 400 without a number');
  const detail = `HTTP 400, code ${number}`;
  if (secretNumbers.includes(number)) return refused('jodoo_secret_invalid', detail);
  return refused(limitNumbers.includes(number) ? 'jodoo_unavailable' : 'jodoo_code_invalid', detail);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function refused(code: Extract<AuthInfo, { kind: 'refused' }>['code'], detail: string): AuthInfo {
  return { kind: 'refused', code, detail };
}
