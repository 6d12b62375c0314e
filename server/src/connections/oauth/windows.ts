import { setTimeout as delay } from 'node:timers/promises';
import { InlayError } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import type { Directory } from '../../accounts/directory.ts';
import type { Clock } from '../../clock.ts';
import { pooledRandom } from '../../crypto/random.ts';
import { besideDeadline } from '../../deadline.ts';
import { customerFault } from '../../direct-links/policy.ts';
import { toInlayError } from '../../http/errors.ts';
import type { SessionStore } from '../../state/session-store.ts';
import { withFixedFields } from '../available-providers.ts';
import { readFields } from '../fields.ts';
import type { FieldValues } from '../fields.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import type { ProviderSettings } from '../provider-settings.ts';
import { redirectUriOf } from '../provider-resources.ts';
import type { Providers } from '../providers.ts';
import { areEqual, confirmationOf, isBrowser, newBrowserSecret } from './browser.ts';
import type { OAuthClient } from './client.ts';
import { exchangeLifetime, flowKey, hasEnded, sha256 } from './flow.ts';
import type { Flow } from './flow.ts';
import type { FlowRecords, Kept } from './flow-records.ts';
import { keepConnection } from './keep-connection.ts';
import type { KeepParts } from './keep-connection.ts';
import type { Progress } from './progress.ts';

/** What the windows are built on. */
export interface WindowParts extends KeepParts {
  readonly records: FlowRecords;
  readonly progress: Progress;
  readonly providers: Providers;
  readonly client: OAuthClient;
  readonly directory: Pick<Directory, 'vendorById' | 'customer' | 'member'>;
  readonly sessionStore: Pick<SessionStore, 'findById'>;
  readonly clock: Clock;
  readonly publicOrigin: string;
}

/** A browser that came to one of the addresses. */
export interface Visitor {
  /** Reads the secret that the browser holds for a flow. */
  readonly secretFor: (key: string) => string | undefined;
  readonly requestId: string;
}

/** Names for people, who are to see whose account they are about to connect. */
export interface Names {
  readonly vendor: string;
  readonly customer: string;
  readonly provider: string;
}

/** What a window is to show or where it is to go. */
export type WindowAnswer =
  | { readonly kind: 'provider'; readonly url: URL; readonly key: string; readonly secret: string; readonly flow: Flow }
  | {
      readonly kind: 'confirm';
      readonly key: string;
      readonly secret: string;
      readonly flow: Flow;
      readonly names: Names;
    }
  | { readonly kind: 'outcome'; readonly flow: Flow; readonly key: string; readonly secret: string }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly locale?: string };

/** Where a window comes from: opened by the frame, by somebody else, or by the button of our own confirmation page. */
export type Origin = 'frame' | 'elsewhere' | { readonly confirmation: string };

/**
 * The windows of an authorization. One is opened by the frame at our own address while the frame registers the flow, goes
 * to the provider, and comes back with a code (RFC 6749 §4.1). The first browser that opens it is the only one that can
 * finish it: it holds a cookie whose hash stands in the flow, and the state of the way is of one use (RFC 9700 §4.7).
 */
export interface Windows {
  /** Waits for the flow to be registered, binds it to the browser and sends it to the provider. */
  open(id: string, visitor: Visitor, origin: Origin, signal: AbortSignal): Promise<WindowAnswer>;
  /** What the provider answered. Whatever it is, the state is spent; a code is exchanged once. */
  callback(provider: string, parameters: URLSearchParams, visitor: Visitor): Promise<WindowAnswer>;
  /** How it ended, for the browser that opened it. */
  outcome(id: string, visitor: Visitor): Promise<WindowAnswer>;
}

/** Milliseconds for which a window waits to be registered, and between two looks: soon at first, then more rarely. */
const registrationPatience = 10_000;
const lookInterval = { first: 50, later: 200, changesAfter: 1_500 } as const;
/** Windows that may wait at once: whoever opens thousands waits for nothing. */
const waitingMax = 500;
/** Bytes of a state, a nonce and a code verifier (RFC 7636 §4.1 wants 43 characters or more). */
const secretBytes = 32;
/** Times a step is tried anew because the flow changed under it. */
const tries = 5;

const mismatch = { kind: 'refused', code: 'state_mismatch' } as const;

export function createWindows(parts: WindowParts): Windows {
  const { records, progress, providers, client, directory, sessionStore, clock, publicOrigin } = parts;
  let waiting = 0;

  async function settled(key: string): Promise<Kept<Flow> | undefined> {
    const kept = await records.find(key);
    return kept && progress.settle(kept);
  }

  async function awaitFlow(key: string, signal: AbortSignal): Promise<Kept<Flow> | undefined> {
    const startedAt = performance.now();
    if (waiting >= waitingMax) return settled(key);
    waiting += 1;
    try {
      for (;;) {
        const kept = await settled(key);
        const waited = performance.now() - startedAt;
        if (kept !== undefined || waited > registrationPatience || signal.aborted) return kept;
        const interval = waited < lookInterval.changesAfter ? lookInterval.first : lookInterval.later;
        await besideDeadline(() => delay(interval, undefined, { signal }).catch(() => undefined));
      }
    } finally {
      waiting -= 1;
    }
  }

  /** The provider as the vendor and customer have it now, and the form as it was filled in. */
  async function providerOf(
    flow: Flow,
  ): Promise<{ entry: OAuthEntry; settings: ProviderSettings; values: FieldValues }> {
    const available = await providers.available.get(flow.vendorId, flow.customerId, flow.provider);
    const settings = await providers.settings.find(flow.vendorId, flow.provider);
    const { entry } = available;
    if (entry.kind !== 'oauth2' || settings === undefined) throw new InlayError('provider_not_configured');
    return {
      entry,
      settings,
      values: readFields(entry, withFixedFields(available, flow.input), providers.faultOfAddress),
    };
  }

  async function namesOf(flow: Flow): Promise<Names> {
    const vendor = await directory.vendorById(flow.vendorId);
    const customer = await directory.customer(flow.vendorId, { id: flow.customerId });
    const provider = providers.catalogue.get(flow.provider)?.name ?? flow.provider;
    return { vendor: vendor?.name ?? '', customer: customer?.name ?? '', provider };
  }

  /** Makes a way to the provider and binds the flow to it and to the browser. `undefined` where it changed meanwhile. */
  async function setOut(kept: Kept<Flow>, secret: string, requestId: string): Promise<WindowAnswer | undefined> {
    const { value: flow, key } = kept;
    const [state, codeVerifier, nonce] = [newSecret(), newSecret(), newSecret()];
    try {
      const { entry, settings, values } = await providerOf(flow);
      const transaction = { redirectUri: redirectUriOf(publicOrigin, entry.id), codeVerifier, nonce, state };
      const url = await client.authorizationUrl(entry, settings, values.all, transaction);
      await records.createWay(state, { flow: key, provider: entry.id, codeVerifier, nonce, isSpent: false });
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
      return { kind: 'confirm', key, secret: newBrowserSecret(), flow, names: await namesOf(flow) };
    }
    const secret = isConfirmed ? held : newBrowserSecret();
    if (!hasEnded(flow)) return setOut(kept, secret, visitor.requestId);
    const bound = await records.change(kept, { ...flow, browser: sha256(secret) });
    return bound && { kind: 'outcome', flow, key, secret };
  }

  /** Whether whoever began the flow may still have it finished. */
  async function isStillWelcome({ vendorId, customerId, memberId, sessionId }: Flow): Promise<boolean> {
    const session = await sessionStore.findById(vendorId, sessionId);
    if (session?.endedReason === 'revoked') return false;
    const customer = await directory.customer(vendorId, { id: customerId });
    if (customer === undefined || customerFault(customer) !== undefined) return false;
    if (memberId === null) return true;
    const member = await directory.member(vendorId, { id: memberId });
    return member !== undefined && member.confirmed && member.customerId === customerId;
  }

  async function finish(
    kept: Kept<Flow>,
    transaction: { codeVerifier: string; nonce: string },
    parameters: URLSearchParams,
  ): Promise<void> {
    const { value: flow } = kept;
    if (!(await isStillWelcome(flow))) throw new InlayError('session_revoked');
    const { entry, settings, values } = await providerOf(flow);
    const whole = { ...transaction, redirectUri: redirectUriOf(publicOrigin, entry.id) };
    const { tokens, account } = await client.exchange(entry, settings, values.all, whole, parameters);
    await keepConnection(parts, flow, { entry, values, tokens, account });
  }

  return {
    async open(id, visitor, origin, signal) {
      const key = flowKey(id);
      let kept = await awaitFlow(key, signal);
      for (let attempt = 0; attempt < tries && kept !== undefined; attempt += 1) {
        const answer = await enter(kept, visitor, origin);
        if (answer !== undefined) return answer;
        kept = await settled(key);
      }
      return mismatch;
    },

    async callback(provider, parameters, visitor) {
      const { requestId } = visitor;
      const state = parameters.get('state') ?? '';
      const way = state === '' ? undefined : await records.findWay(state);
      if (way === undefined || way.value.provider !== provider) return mismatch;
      const kept = await settled(way.value.flow);
      if (kept === undefined) return mismatch;
      const { key, value: flow } = kept;
      const { locale } = flow;
      const secret = visitor.secretFor(key);
      if (secret === undefined || !isBrowser(secret, flow.browser)) return { ...mismatch, locale };
      const outcome = (value: Flow): WindowAnswer => ({ kind: 'outcome', flow: value, key, secret });
      if (way.value.isSpent || !(await records.spendWay(way)) || hasEnded(flow)) return outcome(flow);
      // An older way of the same window: the person went back and out again, and the newer one counts.
      if (flow.status !== 'opened' || !areEqual(sha256(state), flow.state ?? '')) return { ...mismatch, locale };
      const exchanging: Flow = { ...flow, status: 'exchanging', requestId, expiresAt: clock() + exchangeLifetime };
      const begun = await records.change(kept, exchanging);
      if (begun === undefined) return outcome(flow);
      try {
        await finish(begun, way.value, parameters);
        const ended = await progress.end(begun, { status: 'connected', requestId }, () => true);
        return outcome(ended.value);
      } catch (error) {
        const { code, detail } = toInlayError(error);
        const ended = await progress.end(begun, { status: 'failed', code, requestId, reason: detail }, () => true);
        return outcome(ended.value);
      }
    },

    async outcome(id, visitor) {
      const key = flowKey(id);
      const kept = await settled(key);
      const secret = visitor.secretFor(key);
      if (kept === undefined || secret === undefined || !isBrowser(secret, kept.value.browser)) {
        return kept === undefined ? mismatch : { ...mismatch, locale: kept.value.locale };
      }
      return { kind: 'outcome', flow: kept.value, key, secret };
    },
  };
}

function newSecret(): string {
  return pooledRandom(secretBytes).toString('base64url');
}
