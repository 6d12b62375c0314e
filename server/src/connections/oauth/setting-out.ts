import { setTimeout as delay } from 'node:timers/promises';
import { pooledRandom } from '../../crypto/random.ts';
import { besideDeadline } from '../../deadline.ts';
import { toInlayError } from '../../http/errors.ts';
import { redirectUriOf } from '../provider-resources.ts';
import { areEqual, confirmationOf, isBrowser, newBrowserSecret } from './browser.ts';
import { flowKey, hasEnded, sha256 } from './flow.ts';
import type { Flow } from './flow.ts';
import type { Kept } from './flow-records.ts';
import { mismatch } from './window-answer.ts';
import type { Origin, Visitor, WindowAnswer } from './window-answer.ts';
import type { WindowParts } from './windows.ts';

/** Milliseconds for which a window waits to be registered, and between two looks: soon at first, then more rarely. */
const registrationPatience = 10_000;
const lookInterval = { first: 50, later: 200, changesAfter: 1_500 } as const;
/** Windows that may wait at once: whoever opens thousands waits for nothing. */
const waitingMax = 500;
/** Bytes of a state, a nonce and a code verifier (RFC 7636 §4.1 wants 43 characters or more). */
const secretBytes = 32;
/** Times a step is tried anew because the flow changed under it. */
const tries = 5;

/**
 * Sends a window on its way. It may be open before the frame's registration has arrived, and waits for that. The first
 * browser gets the flow; one that the frame did not send is shown whose account it is about to connect, and asked.
 */
export function createSettingOut(
  parts: WindowParts,
): (id: string, visitor: Visitor, origin: Origin, signal: AbortSignal) => Promise<WindowAnswer> {
  const { records, progress, parties, client, publicOrigin } = parts;
  let waiting = 0;

  async function awaitFlow(key: string, signal: AbortSignal): Promise<Kept<Flow> | undefined> {
    const startedAt = performance.now();
    if (waiting >= waitingMax) return progress.find(key);
    waiting += 1;
    try {
      for (;;) {
        const kept = await progress.find(key);
        const waited = performance.now() - startedAt;
        if (kept !== undefined || waited > registrationPatience || signal.aborted) return kept;
        const interval = waited < lookInterval.changesAfter ? lookInterval.first : lookInterval.later;
        await besideDeadline(() => delay(interval, undefined, { signal }).catch(() => undefined));
      }
    } finally {
      waiting -= 1;
    }
  }

  /** Makes a way to the provider and binds the flow to it and to the browser. `undefined` where it changed meanwhile. */
  async function setOut(kept: Kept<Flow>, secret: string, requestId: string): Promise<WindowAnswer | undefined> {
    const { value: flow, key } = kept;
    const [state, codeVerifier, nonce] = [newSecret(), newSecret(), newSecret()];
    try {
      const { entry, settings, values } = await parties.providerOf(flow);
      const transaction = { redirectUri: redirectUriOf(publicOrigin, entry.id), codeVerifier, nonce, state };
      const url = await client.authorizationUrl(entry, settings, values.all, transaction);
      await records.createWay(state, { flow: key, provider: entry.id, codeVerifier, nonce });
      const next: Flow = { ...flow, status: 'opened', browser: sha256(secret), state: sha256(state), requestId };
      const changed = await records.change(kept, next);
      if (changed === undefined) return undefined;
      if (flow.status === 'waiting') await progress.opened(next);
      return { kind: 'provider', url, key, secret, flow: next };
    } catch (error) {
      const { code, detail } = toInlayError(error);
      const bound = await records.change(kept, { ...flow, browser: sha256(secret), requestId });
      if (bound === undefined) return undefined;
      const ending = { status: 'failed', code, requestId, reason: detail } as const;
      const ended = await progress.end(bound, ending, ({ status }) => status !== 'exchanging');
      return { kind: 'outcome', flow: ended.value, key, secret };
    }
  }

  /** What a flow that is there answers to a browser; `undefined` where it changed meanwhile. */
  async function enter(kept: Kept<Flow>, visitor: Visitor, origin: Origin): Promise<WindowAnswer | undefined> {
    const { value: flow, key } = kept;
    const held = visitor.secretFor(key);
    if (flow.browser !== null) {
      if (held === undefined || !isBrowser(held, flow.browser)) return { ...mismatch, locale: flow.locale };
      if (flow.status !== 'opened') return { kind: 'outcome', flow, key, secret: held };
      return setOut(kept, held, visitor.requestId);
    }
    const isConfirmed =
      typeof origin === 'object' && held !== undefined && areEqual(origin.confirmation, confirmationOf(held));
    if (origin !== 'frame' && !isConfirmed) {
      // A flow that failed before anybody opened it says nothing of anybody.
      if (hasEnded(flow) && flow.code !== null) return { kind: 'refused', code: flow.code, locale: flow.locale };
      return { kind: 'confirm', key, secret: newBrowserSecret(), flow, names: await parties.namesOf(flow) };
    }
    const secret = isConfirmed ? held : newBrowserSecret();
    if (!hasEnded(flow)) return setOut(kept, secret, visitor.requestId);
    const bound = await records.change(kept, { ...flow, browser: sha256(secret) });
    return bound && { kind: 'outcome', flow, key, secret };
  }

  return async (id, visitor, origin, signal) => {
    const key = flowKey(id);
    let kept = await awaitFlow(key, signal);
    for (let attempt = 0; attempt < tries && kept !== undefined; attempt += 1) {
      const answer = await enter(kept, visitor, origin);
      if (answer !== undefined) return answer;
      kept = await progress.find(key);
    }
    return mismatch;
  };
}

function newSecret(): string {
  return pooledRandom(secretBytes).toString('base64url');
}
