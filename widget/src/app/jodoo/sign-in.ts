import type { EmbedAuthorization, JodooAttempt, JodooAttemptRequest, RedeemAnswer } from '@inlay/shared/embed-api';
import { ApiError } from '../api/api-error.ts';
import { Authorization } from '../authorization/authorization.ts';
import type { AuthorizationPhase } from '../authorization/authorization.ts';
import { newAuthorizationId } from '../authorization/popup.ts';
import type { Popup } from '../authorization/popup.ts';
import { Changing } from '../changing.ts';

/** What a sign-in needs of its surroundings, and what it tells them. */
export interface SignInSurroundings {
  readonly register: (request: JodooAttemptRequest) => Promise<JodooAttempt>;
  /** Asks what became of an attempt; throws the {@link ApiError} with which it ended. */
  readonly collect: (id: string, verifier: string) => Promise<RedeemAnswer | JodooAttempt>;
  /** Loads an address of ours unseen, and waits until it is back or waiting is of no use. */
  readonly visit: (path: string) => Promise<void>;
  /** Takes a session; throws the {@link ApiError} why not. */
  readonly take: (answer: RedeemAnswer) => void;
  readonly failed: (error: ApiError) => void;
}

/** How old an attempt may get that nobody used, in milliseconds: the server forgets it a minute later. */
const freshFor = 9 * 60_000;
/** Refusals of a request, and not of the sign-in that it asks about. */
const passing = /^(?:rate_limited|service_unavailable)$/;

/**
 * Signs a person in by Jodoo, in a frame that may keep nothing. It makes an attempt known to the server by the hash of
 * a secret; somebody signs in for it elsewhere (an unseen frame, or a window of its own), and the answer is collected
 * here by the secret, which no other page knows and no address holds. So neither cookies nor a tie between windows
 * matter, and who only saw an attempt's id gets nothing by it.
 */
export class SignIn extends Changing {
  readonly #base: string;
  readonly #surroundings: SignInSurroundings;
  #attempt: { readonly id: string; readonly verifier: string } | undefined;
  readonly #page: () => string;
  /** The window, followed as that of an authorization is. */
  #errand: Authorization | undefined;
  #stale: ReturnType<typeof setTimeout> | undefined;

  /** `base`: where the integration's addresses begin; `page`: the page to lead to. */
  constructor(base: string, page: () => string, surroundings: SignInSurroundings) {
    super();
    this.#base = base;
    this.#page = page;
    this.#surroundings = surroundings;
  }

  /** That of the window; `failed` also where there is none. */
  get phase(): AuthorizationPhase {
    return this.#errand?.phase ?? 'failed';
  }

  /** Whether a click can open a window. */
  get ready(): boolean {
    return this.#attempt !== undefined;
  }

  /** Where the window begins. */
  get path(): string {
    return `${this.#base}/login?attempt=${this.#attempt?.id ?? ''}`;
  }

  /** Where one signs in in a window that nobody waits for. */
  get address(): string {
    return `${this.#base}/login?path=${encodeURIComponent(this.#page())}`;
  }

  get canShow(): boolean {
    return this.#errand?.canShow === true;
  }

  show(): void {
    this.#errand?.show();
  }

  cancel(): void {
    void this.#errand?.cancel();
  }

  /** Makes a new attempt; the one before is over. Throws the {@link ApiError} why there is none. */
  async prepare(): Promise<void> {
    this.#end();
    const [id, verifier] = [newAuthorizationId(), newAuthorizationId()];
    await this.#surroundings.register({ id, challenge: await challengeOf(verifier), path: this.#page() });
    this.#attempt = { id, verifier };
    this.#stale = setTimeout(() => void (this.phase === 'failed' && this.#renew()), freshFor);
    this.changed();
  }

  /** Signs in without the person, who may be signed in to Jodoo; says whether that worked. */
  async silently(): Promise<boolean> {
    await this.#surroundings.visit(`${this.path}&silent=1`);
    // What failed, the window tells.
    return this.#collect().then(
      ({ status }) => status === 'connected',
      () => false,
    );
  }

  /** Goes on in a window that was opened in a click; `undefined` where the browser gave none. */
  reopened(popup: Popup | undefined): void {
    const id = this.#attempt?.id;
    if (id === undefined) return;
    if (this.phase !== 'failed') return this.#errand?.reopened(popup);
    this.#errand?.end();
    const errand = (this.#errand = new Authorization(id, popup, {
      register: () => Promise.resolve(newsOf(id, 'waiting')),
      read: () => this.#collect(),
      cancel: (code) => Promise.resolve(newsOf(id, 'failed', new ApiError({ code }, 'closed'))),
      listeners: new Set(),
    }));
    errand.watch(() => this.#follow(errand));
    this.changed();
  }

  #follow(errand: Authorization): void {
    if (errand !== this.#errand) return;
    this.changed();
    if (errand.phase !== 'failed' || !errand.error) return;
    this.#surroundings.failed(errand.error);
    if (!this.#attempt) void this.#renew();
  }

  /** Asks once what became of the attempt, and takes the session where there is one. */
  async #collect(): Promise<EmbedAuthorization> {
    const { id, verifier } = this.#attempt ?? { id: '', verifier: '' };
    try {
      const answer = await this.#surroundings.collect(id, verifier);
      if (!('sessionToken' in answer)) return newsOf(id, answer.status === 'opened' ? 'opened' : 'waiting');
      this.#surroundings.take(answer);
      this.#end();
      return newsOf(id, 'connected');
    } catch (error) {
      if (!(error instanceof ApiError) || error.local !== undefined || passing.test(error.code)) throw error;
      this.#attempt = undefined;
      return newsOf(id, 'failed', error);
    }
  }

  async #renew(): Promise<void> {
    try {
      await this.prepare();
    } catch (error) {
      if (error instanceof ApiError) this.#surroundings.failed(error);
    }
  }

  #end(): void {
    clearTimeout(this.#stale);
    this.#errand?.end();
    this.#errand = undefined;
    this.#attempt = undefined;
    this.changed();
  }
}

/** What the server would say of an authorization that stands like this. */
function newsOf(id: string, status: EmbedAuthorization['status'], error: ApiError | null = null): EmbedAuthorization {
  return { id, provider: '', connection: null, status, error, expiresAt: '' };
}

/** SHA-256 of `verifier`, base64url. */
async function challengeOf(verifier: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const text = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
