import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { calendarAccounts } from '../accounts.ts';
import type { CalendarAccount } from '../accounts.ts';

/** What a person allowed. */
export interface Consent {
  readonly account: string;
  readonly scope: string;
  readonly redirectUri: string;
  /** PKCE (RFC 7636 §4.2), by S256. */
  readonly codeChallenge: string;
}

/** Answer of the token endpoint (RFC 6749 §5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly scope: string;
}

/** A permission that lasts until it is ended: its refresh tokens replace each other. */
interface Grant {
  readonly id: string;
  readonly account: string;
  readonly scope: string;
}

/** Seconds that an access token lives: few, so that renewals can be watched. */
const accessLifetime = 300;
/** Milliseconds within which a code is exchanged. */
const codeLifetime = 60_000;

/**
 * What Acme gave out. A code and a refresh token are good for one use; a second use ends everything that came of the
 * first (RFC 6749 §4.1.2, RFC 9700 §4.14.2). Refresh tokens outlive a restart, in `file`, as hashes.
 */
export class Grants {
  readonly #file: string;
  readonly #codes = new Map<string, { readonly consent: Consent; readonly grant: Grant; readonly until: number }>();
  readonly #access = new Map<string, { readonly grant: Grant; readonly until: number }>();
  /** By hash: the grant, and whether the token was used. */
  readonly #refresh = new Map<string, { readonly grant: Grant; readonly used: boolean }>();
  readonly #usedCodes = new Map<string, Grant>();

  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    const saved = JSON.parse(readFileSync(file, 'utf8')) as readonly (readonly [
      string,
      { grant: Grant; used: boolean },
    ])[];
    this.#refresh = new Map(saved);
  }

  /** Gives out a code for what was allowed. */
  issueCode(consent: Consent): string {
    const code = secret();
    const grant = { id: secret(), account: consent.account, scope: consent.scope };
    this.#codes.set(hash(code), { consent, grant, until: Date.now() + codeLifetime });
    return code;
  }

  /** Exchanges a code; `undefined` where it is not good, or not for whoever asks. */
  exchange(code: string, verifier: string, redirectUri: string): TokenAnswer | undefined {
    const key = hash(code);
    const used = this.#usedCodes.get(key);
    if (used) this.#end(used.id);
    const held = this.#codes.get(key);
    if (held === undefined) return undefined;
    this.#codes.delete(key);
    this.#usedCodes.set(key, held.grant);
    const { consent, until } = held;
    const proves = createHash('sha256').update(verifier).digest('base64url') === consent.codeChallenge;
    return proves && redirectUri === consent.redirectUri && Date.now() < until ? this.#issue(held.grant) : undefined;
  }

  /** Exchanges a refresh token for new tokens, of which one takes its place. */
  refresh(token: string): TokenAnswer | undefined {
    const key = hash(token);
    const held = this.#refresh.get(key);
    if (held === undefined) return undefined;
    if (held.used) {
      this.#end(held.grant.id);
      return undefined;
    }
    this.#refresh.set(key, { ...held, used: true });
    return this.#issue(held.grant);
  }

  /** Whose the access token is. */
  accountOf(token: string): CalendarAccount | undefined {
    const held = this.#access.get(hash(token));
    if (held === undefined || Date.now() >= held.until) return undefined;
    return calendarAccounts.find(({ id }) => id === held.grant.account);
  }

  /** Ends what a token stands for (RFC 7009); a token that is not known is no fault. */
  revoke(token: string): void {
    const held = this.#refresh.get(hash(token)) ?? this.#access.get(hash(token));
    if (held) this.#end(held.grant.id);
  }

  #issue(grant: Grant): TokenAnswer {
    const [access, refresh] = [secret(), secret()];
    this.#access.set(hash(access), { grant, until: Date.now() + accessLifetime * 1_000 });
    this.#refresh.set(hash(refresh), { grant, used: false });
    this.#save();
    return {
      access_token: access,
      token_type: 'Bearer',
      expires_in: accessLifetime,
      refresh_token: refresh,
      scope: grant.scope,
    };
  }

  #end(id: string): void {
    for (const tokens of [this.#access, this.#refresh]) {
      for (const [key, { grant }] of tokens) if (grant.id === id) tokens.delete(key);
    }
    this.#save();
  }

  #save(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify([...this.#refresh]), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
