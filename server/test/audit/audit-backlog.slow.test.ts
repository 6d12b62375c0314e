import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAuditLog } from '../../src/audit/audit-log.ts';
import type { AuditLog } from '../../src/audit/audit-log.ts';
import type { AuditEntry } from '../../src/audit/entry.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
let isAway: boolean;
let audit: AuditLog;
const failures = new Set<string>();

beforeEach(async () => {
  test = await createTestApp();
  isAway = true;
  const { database, clock } = test.services;
  const unsure = database.withPlugin({
    transformQuery: ({ node }) => {
      if (isAway) throw new Error('connect ECONNREFUSED');
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  audit = createAuditLog(unsure, clock, (message) => failures.add(message));
});
afterEach(() => test.close());

const entry = (outcome: AuditEntry['outcome'], target: string): AuditEntry => ({
  vendorId: null,
  action: `test.${outcome}`,
  outcome,
  actor: 'system',
  target,
});
const times = (count: number, work: (index: number) => void): void => {
  for (let index = 0; index < count; index += 1) work(index);
};
const countOf = async (action: string): Promise<number> =>
  (await test.services.database.selectFrom('audit_events').select('id').where('action', '=', action).execute()).length;

it('A87: while the database is away for long, refusals that strangers cause push no admission and no change out', async () => {
  times(300, () => audit.record(entry('accepted', 'early')));
  times(60_000, () => audit.record(entry('refused', 'flood')));
  times(300, () => audit.record(entry('changed', 'late')));
  expect(failures).toContain('audit events were lost: the database has been away for too long');
  isAway = false;
  await audit.close();
  expect(await countOf('test.accepted')).toBe(300);
  expect(await countOf('test.changed')).toBe(300);
  const refused = await countOf('test.refused');
  expect(refused).toBeGreaterThan(49_000);
  expect(refused).toBeLessThanOrEqual(50_000 - 600);
});

it('A87: where there are no refusals, the oldest go', async () => {
  times(50_001, (index) => audit.record(entry('changed', String(index))));
  isAway = false;
  await audit.close();
  const { database } = test.services;
  const kept = await database
    .selectFrom('audit_events')
    .select('target')
    .where('action', '=', 'test.changed')
    .execute();
  const targets = new Set(kept.map(({ target }) => target));
  expect(targets.size).toBe(49_801);
  expect([targets.has('199'), targets.has('200'), targets.has('50000')]).toEqual([false, true, true]);
});

it('A87: keeps of a text from outside what fits, and nothing more of it in memory', async () => {
  isAway = false;
  const long = 'x'.repeat(5_000);
  audit.record({ ...entry('refused', long), origin: long, jti: long, detail: { signed: false, path: long } });
  await audit.close();
  const query = test.services.database.selectFrom('audit_events').selectAll().where('action', '=', 'test.refused');
  const { origin, jti, target, detail } = await query.executeTakeFirstOrThrow();
  expect([origin, jti, target]).toEqual([256, 256, 256].map((length) => 'x'.repeat(length)));
  expect(JSON.parse(detail)).toEqual({ signed: false, path: 'x'.repeat(1_024) });
});
