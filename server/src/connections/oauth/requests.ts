import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import type { Outbound } from '../../http/outbound.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import { conformAnswer } from './conform.ts';
import { fetchBy } from './fetch-by.ts';
import type { FetchOptions } from './fetch-by.ts';

/** How the library sends: by the one way out. Which schemes and addresses are good is for that to say. */
export function sendBy(outbound: Outbound, options: FetchOptions = {}) {
  return { [allowInsecureRequests]: true, [customFetch]: fetchBy(outbound, options) } as const;
}

/** The same for a token endpoint. `received` has the body of a positive answer before anything looks at it. */
export function sendForToken(
  outbound: Outbound,
  provider: OAuthEntry,
  hasIdToken: boolean,
  received: (answer: string) => void,
) {
  return sendBy(outbound, {
    send: provider.oauth.tokenRequest,
    received,
    conform: (answer) => conformAnswer(provider, answer, hasIdToken),
  });
}
