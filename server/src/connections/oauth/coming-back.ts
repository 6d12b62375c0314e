import { InlayError } from '@inlay/shared';
import { toInlayError } from '../../http/errors.ts';
import { redirectUriOf } from '../provider-resources.ts';
import { areEqual, isBrowser } from './browser.ts';
import { exchangeLifetime, sha256 } from './flow.ts';
import type { Flow, Way } from './flow.ts';
import { keepConnection } from './keep-connection.ts';
import { mismatch } from './window-answer.ts';
import type { Visitor, WindowAnswer } from './window-answer.ts';
import type { WindowParts } from './windows.ts';

/**
 * Takes what the provider sends the browser back with (RFC 6749 §4.1.2). It counts only with the state of the flow's latest
 * way, from the provider that it was made for and in the browser that was sent; whatever it says, it counts once. A browser
 * that comes again is shown how it ended.
 */
export function createComingBack(
  parts: WindowParts,
): (provider: string, parameters: URLSearchParams, visitor: Visitor) => Promise<WindowAnswer> {
  const { records, progress, parties, client, clock, publicOrigin } = parts;

  async function finish(flow: Flow, { codeVerifier, nonce }: Way, parameters: URLSearchParams): Promise<void> {
    if (!(await parties.isStillWelcome(flow))) throw new InlayError('session_revoked');
    const { entry, settings, values } = await parties.providerOf(flow);
    const transaction = { codeVerifier, nonce, redirectUri: redirectUriOf(publicOrigin, entry.id) };
    const { tokens, account } = await client.exchange(entry, settings, values.all, transaction, parameters);
    await keepConnection(parts, flow, { entry, values, tokens, account });
  }

  return async (provider, parameters, visitor) => {
    const { requestId } = visitor;
    const state = parameters.get('state') ?? '';
    const way = state === '' ? undefined : await records.findWay(state);
    if (way === undefined || way.provider !== provider) return mismatch;
    const kept = await progress.find(way.flow);
    if (kept === undefined) return mismatch;
    const { key, value: flow } = kept;
    const secret = visitor.secretFor(key);
    // An older way of the same window counts as another's: the person went back and out again.
    if (secret === undefined || !isBrowser(secret, flow.browser) || !areEqual(sha256(state), flow.state ?? '')) {
      return { ...mismatch, locale: flow.locale };
    }
    const outcome = (value: Flow): WindowAnswer => ({ kind: 'outcome', flow: value, key, secret });
    if (flow.status !== 'opened') return outcome(flow);
    // The step that spends the state: of any number who come with it, one takes it.
    const exchanging: Flow = { ...flow, status: 'exchanging', requestId, expiresAt: clock() + exchangeLifetime };
    const begun = await records.change(kept, exchanging);
    if (begun === undefined) return outcome(flow);
    try {
      await finish(exchanging, way, parameters);
    } catch (error) {
      const { code, detail } = toInlayError(error);
      const ended = await progress.end(begun, { status: 'failed', code, requestId, reason: detail }, () => true);
      return outcome(ended.value);
    }
    return outcome((await progress.end(begun, { status: 'connected', requestId }, () => true)).value);
  };
}
