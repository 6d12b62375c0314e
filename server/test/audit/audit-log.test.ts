import { afterEach, expect, it } from 'vitest';
import { createAuditLog } from '../../src/audit/audit-log.ts';
import type { AuditEntry } from '../../src/audit/entry.ts';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';

let test: TestApp;
afterEach(() => test.close());

const entry = (target: string): AuditEntry => ({
  vendorId: null,
  action: 'test.noted',
  outcome: 'changed',
  actor: 'system',
  target,
});

it('A87: goes on after a write that happened and was not confirmed, and keeps each event once', async () => {
  test = await createTestApp();
  const { database, clock } = test.services;
  let lost = 1;
  const unsure = database.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) =>
      lost-- > 0 ? Promise.reject(new Error('Connection terminated unexpectedly')) : Promise.resolve(result),
  });
  const failures: string[] = [];
  const audit = createAuditLog(unsure, clock, (message) => failures.push(message));
  audit.record(entry('one'));
  await audit.flush();
  expect(failures).toHaveLength(1);
  audit.record(entry('two'));
  await audit.close();
  expect(failures).toHaveLength(1);
  const kept = database.selectFrom('audit_events').select('target').where('action', '=', 'test.noted');
  expect(await kept.orderBy('target').execute()).toEqual([{ target: 'one' }, { target: 'two' }]);
});

it('sorts by when things happened, though they were written in another order', async () => {
  test = await createTestApp();
  const { database, clock } = test.services;
  const [first, second] = [0, 1].map(() => createAuditLog(database, clock, () => undefined));
  first?.record(entry('earlier'));
  second?.record(entry('later'));
  await second?.close();
  await first?.close();
  const kept = database.selectFrom('audit_events').select('target').where('action', '=', 'test.noted');
  expect(await kept.orderBy('id').execute()).toEqual([{ target: 'earlier' }, { target: 'later' }]);
});
