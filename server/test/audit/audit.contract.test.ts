import { beforeAll, expect, it } from 'vitest';
import { CompiledQuery, PostgresAdapter, sql } from 'kysely';
import { createAuditLog } from '../../src/audit/audit-log.ts';
import { listQuery } from '../../src/audit/list.ts';
import type { AuditFilter } from '../../src/audit/list.ts';
import { keptFor, sweepAuditEvents, unsignedKeptFor } from '../../src/audit/retention.ts';
import { writeAuditEvents } from '../../src/audit/write.ts';
import { firstIdAt, newId } from '../../src/crypto/ids.ts';
import type { AuditEventRow } from '../../src/database/schema.ts';
import type { TestApp } from '../support/app.ts';
import { onEachEngine } from '../support/engines.ts';

const now = Date.UTC(2026, 0, 15, 12);

function row(changes: Partial<AuditEventRow> = {}): AuditEventRow {
  return {
    id: newId('event'),
    vendor_id: 'ven_1',
    at: now,
    action: 'test.written',
    outcome: 'changed',
    code: null,
    actor: 'system',
    customer_id: null,
    member_id: null,
    origin: null,
    jti: null,
    request_id: null,
    target: null,
    detail: '{}',
    ...changes,
  };
}

onEachEngine('audit', (open) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await open();
  });

  const kept = (action: string): Promise<AuditEventRow[]> =>
    test.services.database.selectFrom('audit_events').selectAll().where('action', '=', action).orderBy('id').execute();

  it('finds events by target, request and code without looking at the others', async () => {
    const { database } = (await open()).services;
    const isPostgres = database.getExecutor().adapter instanceof PostgresAdapter;
    const rows = Array.from({ length: 2_000 }, (_, index) => ({ code: `c${index}`, target: `t${index}` }));
    await writeAuditEvents(
      database,
      rows.map((one) => row({ ...one, request_id: `r${one.code}` })),
    );
    const explain = isPostgres ? 'explain' : 'explain query plan';
    const planOf = async (filter: AuditFilter): Promise<string> => {
      const { sql: text, parameters } = listQuery(database, 'ven_1', filter, { limit: 2 }).compile();
      const plan = await database.executeQuery(CompiledQuery.raw(`${explain} ${text}`, [...parameters]));
      return JSON.stringify(plan.rows);
    };
    if (isPostgres) await sql`analyze audit_events`.execute(database);
    expect(await planOf({ target: 't7' })).toContain('audit_events_by_target');
    expect(await planOf({ requestId: 'rc7' })).toContain('audit_events_by_request');
    expect(await planOf({ code: 'c7' })).toContain('audit_events_by_code');
  });

  it('A87: keeps every column as it was given, whatever the text', async () => {
    const text = `'"\\ {}[],; \u00e4 \u4e2d \u{1f600} \ufffd ${'x'.repeat(300)}`;
    const rows = [
      row(),
      row({ at: 2 ** 53 - 1, detail: JSON.stringify({ text, bell: '\u0007', half: '\ud83d', nul: '\0' }) }),
      row({
        vendor_id: null,
        outcome: 'refused',
        code: 'token_expired',
        actor: 'link',
        customer_id: 'cus_1',
        member_id: 'mem_1',
        origin: text,
        jti: text,
        request_id: 'req_1',
        target: text,
      }),
    ];
    await writeAuditEvents(test.services.database, rows);
    expect(await kept('test.written')).toEqual(rows);
  });

  it('writes a batch once, however often it is repeated, and nothing of one that is refused', async () => {
    const { database } = test.services;
    const rows = Array.from({ length: 450 }, () => row({ action: 'test.batch' }));
    await writeAuditEvents(database, rows.slice(0, 250));
    await writeAuditEvents(database, rows);
    expect(await kept('test.batch')).toEqual(rows);
    const bad = { ...row({ action: 'test.bad' }), actor: null } as unknown as AuditEventRow;
    await expect(writeAuditEvents(database, [row({ action: 'test.bad' }), bad])).rejects.toThrow(/null/i);
    expect(await kept('test.bad')).toEqual([]);
  });

  it('A87: writes what is recorded in order, through halves of characters and more than a batch, and all of it at the end', async () => {
    const failures: unknown[] = [];
    const audit = createAuditLog(test.services.database, test.clock.now, (...failure) => failures.push(failure));
    const entry = { vendorId: 'ven_1', action: 'test.order', outcome: 'changed', actor: 'system' } as const;
    const halves = `${'x'.repeat(255)}\u{1f600}`;
    for (let index = 0; index < 1_005; index++) audit.record({ ...entry, target: String(index), jti: halves });
    await audit.close();
    expect(failures).toEqual([]);
    const rows = await kept('test.order');
    expect(rows.map(({ target }) => Number(target))).toEqual(Array.from({ length: 1_005 }, (_, index) => index));
    expect(rows[0]?.jti).toBe(`${'x'.repeat(255)}\ufffd`);
  });

  it('forgets refusals of unsigned links after 30 days and all else after 400, and nothing sooner', async () => {
    const { database } = (await open()).services;
    const day = 86_400_000;
    expect([unsignedKeptFor, keptFor]).toEqual([30 * day, 400 * day]);
    const made = (age: number, index: number, changes: Partial<AuditEventRow>): AuditEventRow => ({
      ...row({ at: now - age, ...changes }),
      id: `${firstIdAt('event', now - age).slice(0, -8)}${String(index).padStart(8, '0')}`,
    });
    const refused = { outcome: 'refused', code: 'token_invalid' } as const;
    const kinds: Partial<AuditEventRow>[] = [
      { ...refused, action: 'unsigned', detail: '{"signed":false,"path":null}' },
      { ...refused, action: 'signed', detail: '{"signed":true,"path":"{\\"signed\\":false"}' },
      { action: 'changed' },
    ];
    const rows = kinds.flatMap((kind) =>
      [1, 29, 31, 399, 401, 800].flatMap((days) =>
        Array.from({ length: 150 }, (_, index) => made(days * day, index + 150 * kinds.indexOf(kind), kind)),
      ),
    );
    await writeAuditEvents(database, rows);
    const counts = async (): Promise<Record<string, number>> => {
      const all = await database.selectFrom('audit_events').select(['action', 'at']).execute();
      return Object.fromEntries(
        kinds.map(({ action = '' }) => [
          action,
          new Set(all.filter((one) => one.action === action).map(({ at }) => at)).size,
        ]),
      );
    };
    await sweepAuditEvents(database, now);
    expect(await counts()).toEqual({ unsigned: 2, signed: 4, changed: 4 });
    expect((await database.selectFrom('audit_events').select('id').execute()).length).toBe(10 * 150);
    await sweepAuditEvents(database, now + 3 * day);
    expect(await counts()).toEqual({ unsigned: 1, signed: 3, changed: 3 });
    await sweepAuditEvents(database, now);
    expect(await counts()).toEqual({ unsigned: 1, signed: 3, changed: 3 });
  });
});
