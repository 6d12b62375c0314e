/** A session as it is kept: the link that opened it, whom it admits, and when it ends. Times are milliseconds. */
export interface SessionRecord {
  /** Hash of the vendor and the jti of the link that opened it: the key of the record. */
  readonly link: string;
  readonly id: string;
  readonly vendorId: string;
  readonly customerId: string;
  readonly memberId: string | null;
  readonly signingKeyId: string | null;
  /** The Jodoo integration that it began by; null where a link opened it. */
  readonly integrationId: string | null;
  /** The mapping (`jmb_…`) that led to the member; set with `integrationId`. */
  readonly jodooMemberId: string | null;
  /** SHA-256 of the session token's secret, base64url. */
  readonly secretHash: string;
  readonly origin: string;
  readonly path: string;
  /** `iat` of the link, in seconds. */
  readonly linkIat: number;
  readonly openedAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly endedReason: SessionEnd | null;
}

export type SessionEnd = 'expired' | 'revoked' | 'replaced';

/** One page of a vendor's sessions, newest first. */
export interface SessionQuery {
  readonly vendorId: string;
  readonly customerId?: string;
  /** Id of the last session of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/**
 * Keeps used links and the sessions they opened.
 *
 * The atomic promise: of any number of `open` calls for one link, on any number of processes, exactly one answers
 * `opened`, and what it answered survives the end of the process. A failure to answer is thrown, and then nobody has
 * been admitted by it. A record outlives the time in which its link could be accepted, whatever becomes of the session.
 * A store that cannot be sure of this (it lost what it remembered, its clock is off) throws `service_unavailable`.
 */
export interface SessionStore {
  /** Resolves when it is known whether anybody can be admitted now; throws where Redis must not be used as it is. */
  start(): Promise<void>;
  /** Claims the link and opens the session in one step. `forgotten`: the link is too old to tell whether it was used. */
  open(record: SessionRecord): Promise<'opened' | 'used' | 'forgotten'>;
  /** Whether the link was used; `forgotten` as above. Changes nothing. */
  linkState(link: string, iat: number): Promise<'fresh' | 'used' | 'forgotten'>;
  find(link: string): Promise<SessionRecord | undefined>;
  findById(vendorId: string, id: string): Promise<SessionRecord | undefined>;
  list(query: SessionQuery): Promise<readonly SessionRecord[]>;
  /** Notes that the session was used at `at`. */
  touch(link: string, at: number): Promise<void>;
  /** Ends the session unless it has ended; says whether it did. The link stays used. */
  end(link: string, reason: SessionEnd, at: number): Promise<boolean>;
  /** Removes records that need not be kept at `now`; says how many. A store that forgets by itself has none. */
  sweep(now: number): Promise<number>;
  /** Ends timers and connections of its own. */
  close(): Promise<void>;
}
