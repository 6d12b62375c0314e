import type { EmbedSession, RedeemAnswer } from '@inlay/shared/embed-api';
import { ApiError } from '../api/api-error.ts';
import { Changing } from '../changing.ts';
import { hasSameOrigins, isSamePerson } from './identity.ts';

/** Where a session stands. `waiting` is for a click; `refused` was never open; `ended` was. */
export type SessionPhase = 'waiting' | 'opening' | 'open' | 'renewing' | 'refused' | 'ended';

/** What a session asks of its surroundings, and what it tells them. */
export interface SessionSurroundings {
  redeem(token: string, path: string): Promise<RedeemAnswer>;
  /** Ends a session at the server that nobody needs any more. */
  release(sessionToken: string): void;
  /** Asks the host for a fresh link; `false` when there is none to ask. */
  requestRenewal(reason: string): boolean;
  /** A session is open. `fresh`: nothing that was shown before may be shown on. */
  opened(session: EmbedSession, fresh: boolean): void;
  /** A session is over, as its host should know. Called while the old session is still the named one. */
  ended(reason: 'expired' | 'revoked' | 'replaced'): void;
}

/** What a request speaks for: the token, and a signal that fires when the person behind it changes. */
export interface Grant {
  readonly token: string;
  readonly signal: AbortSignal;
}

/** How long a host may take to bring a fresh link, in milliseconds; after that people are told how to go on. */
const renewalPatience = 20_000;

/**
 * The session that a direct link became. Its token lives in this object alone, is renewed through the host when the
 * server says that it is over, and is never mixed with another person's: whatever was under way for the old one is
 * aborted (contract, 2.3 and 4).
 */
export class Session extends Changing {
  readonly #surroundings: SessionSurroundings;
  readonly #origins: readonly string[];
  #phase: SessionPhase = 'opening';
  #token: string | undefined;
  #info: EmbedSession | undefined;
  #error: ApiError | undefined;
  #person = new AbortController();
  #link: { readonly token: string; readonly path: string } | undefined;
  #renewal: PromiseWithResolvers<string | undefined> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  /** Whether there was a host to ask for a link. */
  #hosted = false;
  /** Whether the host knows already that the present session is over. */
  #told = true;

  /** `origins`: the embedding origins the page was made for; a session for others is not taken. */
  constructor(surroundings: SessionSurroundings, origins: readonly string[]) {
    super();
    this.#surroundings = surroundings;
    this.#origins = origins;
  }

  get phase(): SessionPhase {
    return this.#phase;
  }

  get info(): EmbedSession | undefined {
    return this.#info;
  }

  /** Whether there is none, and none is on its way. */
  get closed(): boolean {
    return this.#phase === 'refused' || this.#phase === 'ended';
  }

  /** Why the session could not be opened, or ended. */
  get error(): ApiError | undefined {
    return this.#error;
  }

  /** Whether trying again may help: the link may be unspent, or there is a host to ask for another. */
  get canRetry(): boolean {
    return this.#error?.retryable === true && (this.#link !== undefined || this.#hosted);
  }

  /** What a request may speak for now; throws the error by which the session ended. */
  grant(): Grant {
    if (this.#token === undefined) throw this.#error ?? new ApiError({ code: 'session_missing' });
    return { token: this.#token, signal: this.#person.signal };
  }

  /** Waits for a person before the link is redeemed. */
  wait(): void {
    this.#set('waiting');
  }

  /** Redeems the link of the page. The token is kept only while nobody knows whether it was spent. */
  async open(token: string, path: string): Promise<void> {
    this.#link = { token, path };
    this.#set('opening');
    try {
      this.#adopt(await this.#surroundings.redeem(token, path));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.local === undefined) this.#link = undefined;
      if (error.local !== undefined || !error.retryable) this.#close('refused', error);
      else await this.#ask(error, 'refused');
    }
  }

  /** Takes a fresh link's token; throws the {@link ApiError} why not. An open session stays open then. */
  async accept(token: string, path: string): Promise<EmbedSession> {
    try {
      return this.take(await this.#surroundings.redeem(token, path));
    } catch (error) {
      if (error instanceof ApiError && !error.retryable && this.#renewal) this.#close('ended', error);
      throw error;
    }
  }

  /** Takes a session that was opened by whatever way; throws where it is for other origins than the page. */
  take(answer: RedeemAnswer): EmbedSession {
    if (!hasSameOrigins(answer.session.origins, this.#origins)) {
      this.#surroundings.release(answer.sessionToken);
      throw new ApiError({ code: 'origin_not_allowed', retryable: false });
    }
    this.#adopt(answer);
    return answer.session;
  }

  /** Leaves it at `error`: there is no session to be had without a person. */
  refuse(error: ApiError): void {
    this.#close(this.#info ? 'ended' : 'refused', error);
  }

  /**
   * Finds a token that holds after `spent` was refused with `error`: the present one if it is another already,
   * otherwise a new one by a link from the host. `undefined` when there is none to be had.
   */
  async renew(error: ApiError, spent: string): Promise<string | undefined> {
    if (this.#token !== undefined && this.#token !== spent) return this.#token;
    if (this.#phase !== 'open' && this.#phase !== 'renewing') return undefined;
    if (error.code === 'session_revoked') this.#tell('revoked');
    return this.#ask(error, 'ended');
  }

  /** Tries again what failed: the same link where it may still be good, otherwise a fresh one. */
  async retry(): Promise<void> {
    const error = this.#error ?? new ApiError({ code: 'session_expired' });
    if (this.#link) await this.open(this.#link.token, this.#link.path);
    else await this.#ask(error, this.#phase === 'ended' ? 'ended' : 'refused');
  }

  /** Ends the session because the host is done with it. */
  leave(): void {
    const token = this.#token;
    this.#told = true;
    this.#person.abort();
    this.#close('ended', undefined);
    if (token !== undefined) this.#surroundings.release(token);
  }

  #adopt({ sessionToken, session }: RedeemAnswer): void {
    const previous = this.#token;
    const samePerson = this.#info !== undefined && isSamePerson(this.#info, session);
    if (this.#info !== undefined && !samePerson) {
      this.#person.abort();
      this.#person = new AbortController();
      this.#tell('replaced');
    }
    this.#told = false;
    this.#token = sessionToken;
    this.#info = session;
    this.#error = undefined;
    this.#link = undefined;
    this.#phase = 'open';
    this.#settle(sessionToken);
    this.#surroundings.opened(session, !samePerson);
    this.changed();
    if (previous !== undefined) this.#surroundings.release(previous);
  }

  #ask(cause: ApiError, otherwise: 'refused' | 'ended'): Promise<string | undefined> {
    if (this.#renewal) return this.#renewal.promise;
    const renewal = (this.#renewal = Promise.withResolvers());
    this.#error = cause;
    this.#hosted = this.#surroundings.requestRenewal(cause.code);
    if (this.#hosted) {
      this.#patience = setTimeout(() => this.#close(otherwise, cause), renewalPatience);
      this.#set('renewing');
    } else {
      this.#close(otherwise, cause);
    }
    return renewal.promise;
  }

  #close(phase: 'refused' | 'ended', error: ApiError | undefined): void {
    this.#token = undefined;
    this.#error = error;
    this.#tell('expired');
    this.#set(phase);
    this.#settle(undefined);
  }

  #tell(reason: 'expired' | 'revoked' | 'replaced'): void {
    if (!this.#told) this.#surroundings.ended(reason);
    this.#told = true;
  }

  #settle(token: string | undefined): void {
    clearTimeout(this.#patience);
    this.#renewal?.resolve(token);
    this.#renewal = undefined;
  }

  #set(phase: SessionPhase): void {
    this.#phase = phase;
    this.changed();
  }
}
