import { createHash } from 'node:crypto';
import { credentialsRow } from '../../crypto/sealed-columns.ts';
import { UnsealError } from '../../crypto/sealing.ts';
import type { Vault } from '../../crypto/sealing.ts';
import type { ConnectionRow } from '../../database/schema.ts';
import type { TokenSet } from '../oauth/token-set.ts';

/** What a connection's sealed text holds: tokens, or the secret fields that a person filled in. */
export type StoredCredentials =
  { readonly tokens: TokenSet } | { readonly tokens: undefined; readonly fields: Readonly<Record<string, string>> };

/** Opens a connection's credentials. Throws an UnsealError where the text is not what was sealed for this very row. */
export async function openCredentials(
  vault: Vault,
  { id, sealed_credentials: sealed }: Pick<ConnectionRow, 'id' | 'sealed_credentials'>,
): Promise<StoredCredentials> {
  const content: unknown = JSON.parse(await vault.open(sealed ?? '', credentialsRow(id)));
  if (typeof content !== 'object' || content === null) throw new UnsealError('the sealed text holds no credentials');
  if ('oauth' in content && typeof content.oauth === 'object') return { tokens: content.oauth as TokenSet };
  return { tokens: undefined, fields: content as Record<string, string> };
}

/** Seals tokens for a connection. */
export function sealTokens(vault: Vault, connectionId: string, tokens: TokenSet): Promise<string> {
  return vault.seal(JSON.stringify({ oauth: tokens }), credentialsRow(connectionId));
}

/** What tells one sealed text from all others, and gives nothing of it away. */
export function fingerprintOf(sealed: string): string {
  return createHash('sha256').update(sealed).digest('base64url');
}
