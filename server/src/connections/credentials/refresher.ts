import { setTimeout as delay } from 'node:timers/promises';
import { InlayError } from '@inlay/shared';
import type { Author } from '../../accounts/change.ts';
import { UnsealError } from '../../crypto/sealing.ts';
import { isUnavailable } from '../../database/is-unavailable.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import { underDeadline } from '../../deadline.ts';
import type { TokenSet } from '../oauth/token-set.ts';
import type { JournalEntry } from './journal.ts';
import { takeLease } from './lease.ts';
import { createOutcomes } from './outcomes.ts';
import type { CredentialsParts } from './parts.ts';
import type { Settlement, Settler } from './settle.ts';
import { openCredentials } from './stored.ts';
import type { StoredCredentials } from './stored.ts';
import { tokenColumns } from './token-columns.ts';
import { isRotating, requestTokens } from './token-request.ts';

/** Credentials with the row that they are of. */
export interface Opened {
  readonly row: ConnectionRow;
  readonly credentials: StoredCredentials;
}

/** Keeps tokens fresh: of one connection, one request to the provider at a time, over all instances. */
export interface Refresher {
  /**
   * Credentials that hold for a minute at least, or were renewed just now. Whoever asks while a renewal is under way, here
   * or elsewhere, waits for its outcome. Throws `connection_expired`, `connection_not_connected`,
   * `credentials_unreadable`, `provider_unavailable`, `provider_not_configured`.
   */
  fresh(row: ConnectionRow, by: Author): Promise<Opened>;
  /** Renews tokens whose time has come, unless somebody is at it. Never throws; says whether the provider could be reached. */
  renew(row: ConnectionRow): Promise<boolean>;
  /** Resolves when no renewal is under way. */
  idle(): Promise<void>;
}

/** Milliseconds for which tokens that are handed out hold at least. */
export const leastValidity = 60_000;
/** Milliseconds between two looks at a renewal of another instance, and for which it is waited for. */
const pollInterval = 100;
const patience = 8_000;

/** Who renews, why, and whether a renewal elsewhere is waited for. */
interface Errand {
  readonly by: Author;
  readonly isDue: (opened: Opened) => boolean;
  readonly waits: boolean;
}

export function createRefresher(parts: CredentialsParts, settler: Settler): Refresher {
  const { database, store, clock, vault, journal, log } = parts;
  const outcomes = createOutcomes(parts);
  const flights = new Map<string, Promise<Opened | undefined>>();

  async function open(row: ConnectionRow): Promise<Opened> {
    try {
      const credentials = await openCredentials(vault, row);
      return { row: await outcomes.readable(row, credentials), credentials };
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      throw await outcomes.unreadable(row, error);
    }
  }

  /** One request to the provider. `undefined`: somebody else is at it, or was meanwhile; look at the row again. */
  async function attempt(row: ConnectionRow, held: TokenSet, by: Author): Promise<Opened | undefined> {
    const refreshId = journal.newRefreshId();
    const leased = await takeLease(database, journal, row, refreshId, isRotating(parts, row.provider));
    if (leased === undefined) return undefined;
    const answer = await requestTokens(parts, leased, held).catch(async (error: unknown) => {
      throw await outcomes.failed(leased, error, by);
    });
    outcomes.renewed(leased, by);
    const settlement = await settle(answer);
    if (settlement === 'gone') throw new InlayError('connection_not_connected', { detail: 'disconnected meanwhile' });
    if (settlement === 'superseded') return undefined;
    const { tokens, receivedAt } = answer;
    return { row: { ...leased, status: 'connected', ...tokenColumns(tokens, receivedAt) }, credentials: { tokens } };
  }

  /** Brings the answer into its row. Where the database is away it waits in the journal, and is good all the same. */
  async function settle(answer: JournalEntry): Promise<Settlement | 'waiting'> {
    try {
      return await settler.settle(answer);
    } catch (error) {
      const level = isUnavailable(error) ? 'warn' : 'error';
      log[level]({ err: error, connection: answer.connection }, 'renewed tokens wait in the journal');
      settler.settleLater(answer);
      return 'waiting';
    }
  }

  async function run(first: ConnectionRow, { by, isDue, waits }: Errand): Promise<Opened | undefined> {
    const giveUpAt = performance.now() + patience;
    for (let row = first; ; row = await look(row.id)) {
      if (row.refresh_id !== null && (await settler.recover(row.id))) continue;
      assertConnected(row);
      const opened = await open(row);
      const { tokens } = opened.credentials;
      if (tokens === undefined || !isDue(opened)) return opened;
      if (tokens.refreshToken === null) throw await outcomes.ended(row);
      const wait = pauseOf(row, clock());
      if (wait > 0) throw new InlayError(failureOf(row), { retryAfter: Math.ceil(wait / 1000) });
      const renewed = await attempt(opened.row, tokens, by);
      if (renewed !== undefined || !waits) return renewed;
      if (performance.now() > giveUpAt) {
        throw new InlayError('provider_unavailable', { detail: 'a renewal elsewhere has not ended', retryAfter: 2 });
      }
      await delay(pollInterval);
    }
  }

  async function look(id: string): Promise<ConnectionRow> {
    const row = await store.byId(id);
    if (row === undefined) throw new InlayError('connection_not_connected', { detail: 'deleted meanwhile' });
    return row;
  }

  function fly(row: ConnectionRow, errand: Errand): Promise<Opened | undefined> {
    const flight = async (): Promise<Opened | undefined> => {
      try {
        return await run(row, errand);
      } finally {
        flights.delete(row.id);
      }
    };
    // No request's deadline binds it: others wait for it too.
    const flying = underDeadline({ at: Number.POSITIVE_INFINITY, isOver: false }, flight);
    flights.set(row.id, flying);
    return flying;
  }

  return {
    async fresh(row, by) {
      const isDue = ({ credentials }: Opened): boolean => isShort(credentials.tokens, clock());
      for (;;) {
        const opened = await (flights.get(row.id) ?? fly(row, { by, isDue, waits: true }));
        // A renewal in the background gives way to one of another instance; who asks wants to know how that ends.
        if (opened !== undefined) return opened;
      }
    },
    async renew(row) {
      if (flights.has(row.id)) return true;
      const isDue = ({ row: { renew_at: at } }: Opened): boolean => at !== null && at <= clock();
      try {
        await fly(row, { by: { actor: 'system' }, isDue, waits: false });
        return true;
      } catch (error) {
        if (error instanceof InlayError) return error.code !== 'provider_unavailable';
        log.warn({ err: error, connection: row.id }, 'tokens could not be renewed');
        return true;
      }
    },
    async idle() {
      await Promise.allSettled(flights.values());
    },
  };
}

/** Whether tokens end too soon to be handed out. */
export function isShort(tokens: TokenSet | undefined, now: number): boolean {
  return typeof tokens?.expiresAt === 'number' && tokens.expiresAt < now + leastValidity;
}

/** Throws where there are no credentials to be had. A connection with an error may be well again: that is looked at. */
export function assertConnected({ status, sealed_credentials: sealed }: ConnectionRow): void {
  if (status === 'expired') throw new InlayError('connection_expired');
  if (status === 'disconnected' || status === 'connecting' || sealed === null) {
    throw new InlayError('connection_not_connected');
  }
}

/** Milliseconds for which a provider that failed is left alone. */
function pauseOf({ refresh_failures: failures, renew_at: at }: ConnectionRow, now: number): number {
  return failures > 0 && at !== null ? at - now : 0;
}

function failureOf({ status, error_code: code }: ConnectionRow): 'provider_unavailable' | 'provider_not_configured' {
  return status === 'error' && code === 'provider_not_configured' ? code : 'provider_unavailable';
}
