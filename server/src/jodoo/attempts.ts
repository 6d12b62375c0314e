import { InlayError } from '@inlay/shared';
import type { ErrorCode, JodooAttempt, JodooAttemptRequest } from '@inlay/shared';
import type { Clock } from '../clock.ts';
import type { Grant } from './grant.ts';
import { isSecretOf, sha256 } from './hashes.ts';
import type { Kept, Records } from './records.ts';

/** A sign-in that a frame waits for, while another window or a frame within it goes to Jodoo. */
export interface Attempt {
  readonly id: string;
  readonly integrationId: string;
  /** Hash of what the frame alone knows (as PKCE does it, RFC 7636). */
  readonly challenge: string;
  readonly path: string;
  readonly status: 'open' | 'granted' | 'failed';
  /** Whether somebody set out for it in a window. */
  readonly opened: boolean;
  readonly grant: Grant | null;
  readonly code: ErrorCode | null;
  /** How the last silent way ended, which leaves it open. */
  readonly silent: ErrorCode | null;
  readonly expiresAt: number;
}

/** How a way that belongs to an attempt ended. */
export type WayEnd = { readonly grant: Grant } | { readonly code: ErrorCode; readonly silent: boolean };

/** Milliseconds for which an attempt can be finished and taken up. */
export const attemptLifetime = 10 * 60_000;
/** The form of an id: 128 bits or more, base64url. */
export const attemptIdPattern = '^[A-Za-z0-9_-]{22,43}$';

/** Attempts of frames. */
export interface Attempts {
  /** Begins one; asked again with the same challenge, it answers the same. Throws `request_invalid` for an id that is taken. */
  begin(integrationId: string, request: JodooAttemptRequest, path: string): Promise<JodooAttempt>;
  /** The key of one that is open; `undefined` for all others. */
  findOpen(integrationId: string, id: string): Promise<Kept<Attempt> | undefined>;
  /** Notes that somebody sets out in a window: whether that is still there, no frame can see by itself. */
  open(kept: Kept<Attempt>): Promise<void>;
  /** Notes how a way ended, unless the attempt has ended. */
  settle(key: string, end: WayEnd): Promise<void>;
  /**
   * What came of it, for the frame that knows the verifier: once. Throws the code with which it failed, and
   * `jodoo_state_mismatch` for one that is not there, was taken up, or is another frame's.
   */
  takeUp(integrationId: string, id: string, verifier: string): Promise<Grant | JodooAttempt>;
}

export function createAttempts(records: Records, clock: Clock): Attempts {
  const keyOf = (integrationId: string, id: string): string => `jodoo-attempt/${sha256(`${integrationId}/${id}`)}`;

  const mismatch = (detail: string): InlayError => new InlayError('jodoo_state_mismatch', { detail });

  return {
    async begin(integrationId, { id, challenge }, path) {
      const key = keyOf(integrationId, id);
      const attempt: Attempt = {
        id,
        integrationId,
        challenge,
        path,
        status: 'open',
        opened: false,
        grant: null,
        code: null,
        silent: null,
        expiresAt: clock() + attemptLifetime,
      };
      if (await records.create(key, attempt, attemptLifetime)) return present(attempt);
      const known = await records.read<Attempt>(key);
      if (known?.value.challenge !== challenge || known.value.path !== path) {
        throw new InlayError('request_invalid', { details: [{ path: '/id', message: 'is taken' }] });
      }
      return present(known.value);
    },

    async findOpen(integrationId, id) {
      const kept = await records.read<Attempt>(keyOf(integrationId, id));
      return kept?.value.status === 'open' ? kept : undefined;
    },

    async open(kept) {
      // Whoever changed it meanwhile knows better.
      if (!kept.value.opened) await records.change(kept, { ...kept.value, opened: true });
    },

    async settle(key, end) {
      for (;;) {
        const kept = await records.read<Attempt>(key);
        if (kept === undefined || kept.value.status !== 'open') return;
        if (await records.change(kept, ended(kept.value, end))) return;
      }
    },

    async takeUp(integrationId, id, verifier) {
      const key = keyOf(integrationId, id);
      const kept = await records.read<Attempt>(key);
      if (kept === undefined) throw mismatch('no such attempt');
      if (!isSecretOf(verifier, kept.value.challenge)) throw mismatch('another frame’s attempt');
      if (kept.value.status === 'open') return present(kept.value);
      const taken = await records.take<Attempt>(key);
      if (taken === undefined) throw mismatch('taken up before');
      if (taken.grant === null) throw new InlayError(taken.code ?? 'jodoo_unavailable', { detail: 'in its window' });
      return taken.grant;
    },
  };
}

function ended(attempt: Attempt, end: WayEnd): Attempt {
  if ('grant' in end) return { ...attempt, status: 'granted', grant: end.grant };
  return end.silent ? { ...attempt, silent: end.code } : { ...attempt, status: 'failed', code: end.code };
}

function present({ id, opened, silent, expiresAt }: Attempt): JodooAttempt {
  return { id, status: opened ? 'opened' : 'pending', silent, expiresAt: new Date(expiresAt).toISOString() };
}
