import { InlayError } from '@inlay/shared';
import type { Outbound } from '../../http/outbound.ts';
import { namedAccount, valueAt } from '../account.ts';
import type { Account } from '../account.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import { fillAddress } from '../template.ts';
import { jsonOf } from './conform.ts';
import type { Values } from './client.ts';
import { fieldsOf } from './token-set.ts';

/** What the exchange brought: where the account may be named. */
interface Brought {
  readonly accessToken: string;
  /** The answer of the token endpoint. */
  readonly document: unknown;
  /** Claims of the ID token, checked. */
  readonly claims: unknown;
}

/**
 * Finds out whom the fresh tokens belong to: by the ID token, the answer that brought them, or a request with them. Throws
 * `authorization_failed` where nobody is named, `provider_unavailable` where the provider cannot say.
 */
export async function identify(
  outbound: Outbound,
  provider: OAuthEntry,
  values: Values,
  brought: Brought,
): Promise<{ account: Account; fields: Readonly<Record<string, string>> }> {
  const { account: naming, accountFields } = provider.oauth;
  const document = naming.from === 'id_token' ? brought.claims : naming.from === 'token' ? brought.document : undefined;
  const answer = document ?? (await ask(outbound, provider, values, brought.accessToken));
  const account = namedAccount(naming, values, answer);
  if (account === undefined)
    throw new InlayError('authorization_failed', { detail: `${provider.id} named no account` });
  return { account, fields: fieldsOf(accountFields, (pointer) => valueAt(answer, pointer)) };
}

async function ask(outbound: Outbound, provider: OAuthEntry, values: Values, accessToken: string): Promise<unknown> {
  const { account: naming } = provider.oauth;
  if (naming.from !== 'request') return undefined;
  const { header, value } = naming.credential ?? { header: 'authorization', value: 'Bearer {accessToken}' };
  const { status, text } = await outbound.request({
    method: naming.method,
    url: fillAddress(naming.url, values),
    headers: {
      ...naming.headers,
      ...(naming.body === undefined ? {} : { 'content-type': 'application/json' }),
      [header]: value.replace('{accessToken}', () => accessToken),
    },
    ...(naming.body === undefined ? {} : { body: naming.body }),
  });
  if (status >= 200 && status < 300) return jsonOf(text);
  const code = status >= 500 || status === 429 || status < 400 ? 'provider_unavailable' : 'authorization_failed';
  throw new InlayError(code, { detail: `${provider.id} answered ${status} when asked for the account` });
}
