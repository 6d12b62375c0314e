import { close, fsync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomText } from '../../crypto/random-text.ts';
import type { Vault } from '../../crypto/sealing.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import type { TokenSet } from '../oauth/token-set.ts';

/** Tokens that a provider handed out, and whose they are. */
export interface JournalEntry {
  readonly connection: string;
  /** What of the connection is needed to have the tokens revoked, should it be gone. */
  readonly of: Pick<ConnectionRow, 'id' | 'vendor_id' | 'customer_id' | 'provider' | 'fields'>;
  /** Id of the renewal that asked for them. */
  readonly refreshId: string;
  /** Fingerprint of the sealed text whose place they take. */
  readonly before: string;
  readonly tokens: TokenSet;
  readonly receivedAt: number;
}

/**
 * Keeps fresh tokens from the moment they arrive until their row holds them. A provider that rotates refresh tokens (RFC
 * 9700 §4.14.2) has ended the old one by then: were the process to die now without a trace, the connection would be lost.
 * Each answer is a sealed file of its own, written in the very turn of the event loop that brought it.
 */
export interface RefreshJournal {
  /** Makes the id of a renewal. It begins with the id of the folder, so that others know whose journal may have its answer. */
  newRefreshId(): string;
  /** Whether a renewal's answer would be in this very journal. */
  isOurs(refreshId: string): boolean;
  /** Keeps an answer, at once. Never throws: where it cannot be kept, the log says so and the row has to do. */
  write(entry: JournalEntry): void;
  /** Entries of one connection, or of all; those that do not open are told to the log and stay. */
  read(connection?: string): Promise<JournalEntry[]>;
  /** Ids of connections with entries that are older than `age` milliseconds. */
  waiting(age: number): Promise<string[]>;
  remove(entry: Pick<JournalEntry, 'connection' | 'refreshId'>): Promise<void>;
}

/** What a journal needs. */
export interface JournalParts {
  readonly dataDir: string;
  readonly vault: Vault;
  readonly log: { error(fields: object, message: string): void };
}

const suffix = '.jwe';
const rowOf = (refreshId: string): string => `refresh-journal/${refreshId}`;

/** Opens the journal in `dataDir`; its folder is made when the first renewal begins. */
export function createRefreshJournal({ dataDir, vault, log }: JournalParts): RefreshJournal {
  const folder = join(dataDir, 'refresh-journal');
  const nameOf = ({ connection, refreshId }: Pick<JournalEntry, 'connection' | 'refreshId'>): string =>
    `${connection}.${refreshId}${suffix}`;
  /** Files that did not open, so that each is told once. */
  const unreadable = new Set<string>();
  let folderId: string | undefined;

  function openFolder(): string {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return readOrMakeId(join(folder, 'id'));
    } catch (error) {
      log.error({ err: error }, 'no journal of renewals can be kept: a crash may lose a renewed token');
      return randomText(8);
    }
  }

  async function names(): Promise<string[]> {
    try {
      return (await readdir(folder)).filter((name) => name.endsWith(suffix)).sort();
    } catch {
      return [];
    }
  }

  async function readEntry(name: string): Promise<JournalEntry | undefined> {
    try {
      const refreshId = name.slice(name.indexOf('.') + 1, -suffix.length);
      return JSON.parse(await vault.open(await readFile(join(folder, name), 'utf8'), rowOf(refreshId))) as JournalEntry;
    } catch (error) {
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isGone && !unreadable.has(name))
        log.error({ file: name }, 'an entry of the journal of renewals does not open');
      if (!isGone) unreadable.add(name);
      return undefined;
    }
  }

  return {
    newRefreshId: () => `${(folderId ??= openFolder())}.${randomText(16)}`,
    isOurs: (refreshId) => refreshId.startsWith(`${(folderId ??= openFolder())}.`),
    write(entry) {
      try {
        // Under its own name at once: what is cut short does not open, and nothing has to be renamed first.
        const descriptor = openSync(join(folder, nameOf(entry)), 'wx', 0o600);
        writeFileSync(descriptor, vault.sealNow(JSON.stringify(entry), rowOf(entry.refreshId)));
        // A process that dies loses nothing now. That the machine may too is not waited for: the row is written meanwhile.
        fsync(descriptor, () => close(descriptor));
      } catch (error) {
        log.error({ err: error, connection: entry.connection }, 'renewed tokens could not be put into the journal');
      }
    },
    async read(connection) {
      const wanted = (await names()).filter((name) => connection === undefined || name.startsWith(`${connection}.`));
      const entries = await Promise.all(wanted.map(readEntry));
      return entries.filter((entry) => entry !== undefined);
    },
    async waiting(age) {
      const all = await Promise.all(
        (await names()).map(async (name) => {
          const found = await stat(join(folder, name)).catch(() => undefined);
          return found !== undefined && found.mtimeMs <= Date.now() - age ? name.split('.', 1) : [];
        }),
      );
      return [...new Set(all.flat())];
    },
    remove: (entry) => rm(join(folder, nameOf(entry)), { force: true }),
  };
}

/** The folder's own id, made by the first who comes: a link appears whole or not at all. */
function readOrMakeId(file: string): string {
  const draft = `${file}.${randomText(8)}`;
  writeFileSync(draft, randomText(8), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}
