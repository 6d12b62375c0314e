import { createHash } from 'node:crypto';
import type { FieldValues } from './fields.ts';
import type { KeyEntry } from './provider-entry.ts';

/** Whom the credentials belong to at the provider. */
export interface Account {
  /** Equal for the same account, and only then. */
  readonly id: string;
  /** For people. */
  readonly label: string;
}

/** Longest id and label that are kept as they are. */
const maxLength = 200;

/**
 * Finds out whose credentials were accepted. `null`: the provider tells no account, and says so in its entry.
 * `undefined`: it should have told one and did not.
 */
export function accountOf(provider: KeyEntry, values: FieldValues, answer: unknown): Account | null | undefined {
  const { account } = provider;
  if (account.proof === 'none') return null;
  if (account.proof === 'fields') {
    const identity = account.fields.map((name) => values.open[name] ?? '');
    return { id: hash(identity), label: printable(values.open[account.label] ?? '') };
  }
  return namedAccount(account, values.all, answer);
}

/** Where an answer names the account. */
export interface Naming {
  /** Pointers to the values that make up its id. */
  readonly id: readonly string[];
  /** The first of these that is there is shown. */
  readonly label: readonly string[];
  /** Fields that name the tenant within which the id counts. */
  readonly within?: readonly string[];
}

/** The account that an answer names; `undefined` where a part of its id is missing. */
export function namedAccount(
  naming: Naming,
  values: ReadonlyMap<string, string>,
  answer: unknown,
): Account | undefined {
  const ids = naming.id.map((path) => textAt(answer, path));
  if (!ids.every((id) => id !== undefined)) return undefined;
  const within = (naming.within ?? []).map((name) => (values.get(name) ?? '').toLowerCase());
  const id = [...within, ...ids].map(encodeURIComponent).join('/');
  const label = naming.label.map((path) => textAt(answer, path)).find((text) => text !== undefined);
  return { id: id.length > maxLength ? hash([...within, ...ids]) : id, label: printable(label ?? ids.join('/')) };
}

/** The value that a JSON Pointer (RFC 6901) names, own members alone. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const segment of path.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function textAt(document: unknown, path: string): string | undefined {
  const value = valueAt(document, path);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.isWellFormed() && value.trim() !== '' ? value.trim() : undefined;
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, maxLength);
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
