/**
 * Redis holds the links in sixteen parts. A part's keys share a hash tag, so that they lie on one node of a cluster
 * (Redis Cluster specification, "Hash tags") and one script may use them together; its marker lies beside them and is
 * lost when they are.
 */
export const shardCount = 16;

/** Numbers of all shards. */
export const shards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** The shard of a link: the first four bits of its key, which is a hash. */
export function shardOf(link: string): number {
  // A character of base64url is six bits.
  return alphabet.indexOf(link.charAt(0)) >> 2;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const tags = shards.map((shard) => `inlay:{${shard.toString(16)}}:`);

/** Key of a shard's marker. */
export const markerKey = (shard: number): string => `${tags[shard]}epoch`;
/** Key of the record of a link and its session. */
export const recordKey = (link: string): string => `${tags[shardOf(link)]}s:${link}`;
/** Key of the list of a vendor's sessions in a shard. */
export const indexKey = (shard: number, vendorId: string): string => `${tags[shard]}i:${vendorId}`;

/** A session in its shard's list: its id, and by how its customer's id ends, so that a list of one customer's reads few others'. */
export const indexEntry = (id: string, customerId: string): string => `${id}/${customerId.slice(-4)}`;

/** The ids in entries of such lists, of sessions that may be this customer's; without a customer all. */
export function idsOf(entries: readonly string[], customerId: string | undefined): string[] {
  const ids = new Set<string>();
  for (const entry of entries) {
    const [id = '', ending] = entry.split('/');
    // Earlier versions wrote the id alone.
    if (customerId === undefined || ending === undefined || customerId.endsWith(ending)) ids.add(id);
  }
  return [...ids];
}
