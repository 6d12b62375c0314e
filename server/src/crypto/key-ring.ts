import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SealingKey } from './sealing.ts';

/** A key ring in a text, newest first, or what is wrong with it. No fault holds any of a key. */
export function parseKeyRing(text: string, source: string): { keys: readonly SealingKey[]; faults: readonly string[] } {
  const keys: SealingKey[] = [];
  const faults: string[] = [];
  for (const [index, entry] of text.split(/[,\n]/).entries()) {
    const [, kid = '', base64 = ''] = /^\s*([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    if (kid === '' || bytes.length !== 32) {
      faults.push(`${source}: entry ${index + 1} must be kid:base64 of 32 bytes`);
    } else if (keys.some((key) => key.kid === kid)) {
      faults.push(`${source}: kid ${kid} stands twice`);
    } else keys.push({ kid, bytes });
  }
  return { keys, faults };
}

/** The file that holds the embedded default's key ring. */
export function ringFile(dataDir: string): string {
  return join(dataDir, 'encryption-keys');
}

/** Reads the ring file as text; makes one with a first key where there is none. Throws what the file system throws. */
export function readOrMakeRing(dataDir: string): string {
  const file = ringFile(dataDir);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = writeDraft(file, newEntry('k1'));
  try {
    // A hard link appears whole or not at all: of several first starts one wins, and the others read what it wrote.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Puts a new key before the others in the ring file; returns its kid. The file keeps owner, group and mode, whoever calls:
 * the server that reads it may run as another user. Throws in plain words where this user cannot see to that.
 */
export function addKey(dataDir: string): string {
  const text = readOrMakeRing(dataDir);
  const kid = `k${Math.max(0, ...[...text.matchAll(/^k(\d+):/gm)].map(([, number]) => Number(number))) + 1}`;
  const file = ringFile(dataDir);
  const draft = writeDraft(file, `${newEntry(kid)}\n${text}`);
  try {
    giveLike(draft, file);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return kid;
}

/** Gives `draft` the owner, the group and the mode of `file`. */
function giveLike(draft: string, file: string): void {
  const [is, be] = [statSync(draft), statSync(file)];
  if (is.uid !== be.uid || is.gid !== be.gid) {
    try {
      chownSync(draft, be.uid, be.gid);
    } catch (error) {
      throw new Error(
        `${file} belongs to user ${be.uid} and group ${be.gid}, and this user cannot hand a new one over to them. ` +
          'The ring was left as it was. Run the command as the user that the server runs as.',
        { cause: error },
      );
    }
  }
  // After the owner: a change of owner may take parts of the mode away.
  chmodSync(draft, be.mode & 0o777);
}

function newEntry(kid: string): string {
  return `${kid}:${randomBytes(32).toString('base64')}`;
}

function writeDraft(file: string, text: string): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flag: 'wx' });
  return draft;
}
