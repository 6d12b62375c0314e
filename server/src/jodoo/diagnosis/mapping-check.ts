import { sql } from 'kysely';
import { listAuditEvents } from '../../audit/list.ts';
import type { Database } from '../../database/open.ts';
import type { JodooIntegrationRow } from '../../database/schema.ts';
import type { JodooIdentity } from '../types.ts';
import { isIdentityText } from '../types.ts';
import type { Finding } from './types.ts';

/** Milliseconds for which an attempt counts as recent. */
const recent = 7 * 24 * 60 * 60_000;
/** Attempts that are looked at, and people who are named. */
const attemptsMax = 100;
const namedMax = 5;

/** Who is mapped, and who tried to sign in of late and still is not. */
export async function mappingFinding(database: Database, row: JodooIntegrationRow, now: number): Promise<Finding> {
  const name = 'mapping';
  const mapped = await countMapped(database, row.id);
  const waiting = await unmapped(database, row, now);
  const policy = row.mapping_policy === 'provision' ? '; whoever is not mapped is made a member' : '';
  if (waiting.length > 0) {
    const people = waiting.slice(0, namedMax).map(({ tenantId, username, similar }) => {
      const hint = similar === undefined ? '' : ` (${similar} is mapped, in other letter case)`;
      return `${username} of tenant ${tenantId}${hint}`;
    });
    const more = waiting.length > namedMax ? ` and ${waiting.length - namedMax} more` : '';
    const reason = `${mapped} people are mapped; of late tried in vain: ${people.join(', ')}${more}`;
    const remedy = 'Map each with POST /api/v1/jodoo-members or inlay jodoo members import, in exactly this spelling.';
    return { name, outcome: 'fail', reason, remedy };
  }
  if (mapped === 0 && row.mapping_policy === 'refuse') {
    const remedy = 'Map people with inlay jodoo members import, or set mappingPolicy to provision.';
    return { name, outcome: 'fail', reason: 'nobody is mapped, so nobody can sign in', remedy };
  }
  return { name, outcome: 'pass', reason: `${mapped} people are mapped, and nobody tried in vain of late${policy}` };
}

async function countMapped(database: Database, integrationId: string): Promise<number> {
  const found = await database
    .selectFrom('jodoo_members')
    .select(sql<number>`count(*)`.as('count'))
    .where('integration_id', '=', integrationId)
    .where('disabled', '=', 0)
    .executeTakeFirst();
  return found?.count ?? 0;
}

interface Waiting extends JodooIdentity {
  /** A username that is mapped and differs in letter case alone. */
  readonly similar: string | undefined;
}

async function unmapped(database: Database, row: JodooIntegrationRow, now: number): Promise<readonly Waiting[]> {
  const filter = { action: 'jodoo.sign_in', code: 'jodoo_member_unmapped', target: row.id };
  const events = await listAuditEvents(database, row.vendor_id, filter, { limit: attemptsMax });
  const tried = events
    .filter(({ at }) => now - at < recent)
    .map(({ detail }) => JSON.parse(detail) as Partial<JodooIdentity>)
    .filter((one): one is JodooIdentity => isIdentityText(one.tenantId) && isIdentityText(one.username));
  const once = new Map(tried.map((one) => [JSON.stringify([one.tenantId, one.username]), one]));
  const waiting: Waiting[] = [];
  for (const { tenantId, username } of once.values()) {
    const alike = await database
      .selectFrom('jodoo_members')
      .select('username')
      .where('integration_id', '=', row.id)
      .where('tenant_id', '=', tenantId)
      // By itself too: what is lower case beyond ASCII, the engines do not agree on.
      .where((is) =>
        is.or([is('username', '=', username), is(sql<string>`lower(username)`, '=', username.toLowerCase())]),
      )
      .execute();
    if (alike.some((one) => one.username === username)) continue;
    waiting.push({ tenantId, username, similar: alike[0]?.username });
  }
  return waiting;
}
