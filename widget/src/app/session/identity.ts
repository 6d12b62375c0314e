import type { EmbedSession } from '@inlay/shared/embed-api';

/** Says whether two sessions belong to one person of one customer: only then may what is shown stay. */
export function isSamePerson(one: EmbedSession, other: EmbedSession): boolean {
  return one.customer.id === other.customer.id && (one.member?.id ?? null) === (other.member?.id ?? null);
}

/** Says whether two lists hold the same origins, in whatever order. */
export function hasSameOrigins(one: readonly string[], other: readonly string[]): boolean {
  const set = new Set(other);
  return one.length === other.length && one.every((origin) => set.has(origin));
}
