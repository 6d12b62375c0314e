import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The partner's own signing key. Inlay gets to know the public half alone. */
export interface PartnerKey {
  readonly privateKey: KeyObject;
  /** SPKI, as PEM text. */
  readonly publicKey: string;
}

/** Reads the key from `folder`, readable by its owner only; on the first run it is made there. */
export function readOrMakeKey(folder: string): PartnerKey {
  const file = join(folder, 'tidewater-private-key.pem');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 65_537 });
    // In two steps, so that a half-written key is never found.
    writeFileSync(`${file}.new`, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const privateKey = createPrivateKey(readFileSync(file));
  return { privateKey, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString() };
}
