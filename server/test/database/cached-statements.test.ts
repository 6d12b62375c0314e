import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import type { SqliteDatabase } from 'kysely';
import { expect, it } from 'vitest';
import { cacheStatements } from '../../src/database/cached-statements.ts';

interface Tables {
  things: { id: number; name: string; size?: number };
}

function open(): { database: Kysely<Tables>; prepared: string[] } {
  const prepared: string[] = [];
  const connection = new Sqlite(':memory:');
  const counted: SqliteDatabase = {
    close: () => void connection.close(),
    prepare(text) {
      prepared.push(text);
      const real = connection.prepare(text);
      return {
        reader: real.reader,
        all: (parameters) => real.all(...parameters),
        run: (parameters) => real.run(...parameters),
        iterate: (parameters) => real.iterate(...parameters),
      };
    },
  };
  return {
    database: new Kysely<Tables>({ dialect: new SqliteDialect({ database: cacheStatements(counted) }) }),
    prepared,
  };
}

it('prepares a statement once and binds what it is given each time', async () => {
  const { database, prepared } = open();
  await sql`create table things (id integer primary key, name text not null)`.execute(database);
  const before = prepared.length;
  for (let id = 0; id < 20; id++)
    await database
      .insertInto('things')
      .values({ id, name: `n${id}` })
      .execute();
  for (let id = 0; id < 20; id++) {
    const row = database.selectFrom('things').selectAll().where('id', '=', id);
    expect(await row.executeTakeFirst()).toEqual({ id, name: `n${id}` });
  }
  expect(prepared.length - before).toBe(2);
});

it('goes on after a statement that failed, in a transaction and out of it', async () => {
  const { database } = open();
  await sql`create table things (id integer primary key, name text not null)`.execute(database);
  const insert = (id: number): Promise<unknown> => database.insertInto('things').values({ id, name: 'n' }).execute();
  await insert(1);
  await expect(insert(1)).rejects.toThrow(/UNIQUE/);
  await insert(2);
  const transaction = database.transaction().execute(async (inside) => {
    await inside.insertInto('things').values({ id: 3, name: 'n' }).execute();
    await inside.insertInto('things').values({ id: 2, name: 'n' }).execute();
  });
  await expect(transaction).rejects.toThrow(/UNIQUE/);
  await insert(3);
  expect(await database.selectFrom('things').select('id').execute()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
});

it('sees tables that changed, and streams beside other statements of the same text', async () => {
  const { database } = open();
  await sql`create table things (id integer primary key, name text not null)`.execute(database);
  await database
    .insertInto('things')
    .values([1, 2, 3].map((id) => ({ id, name: 'n' })))
    .execute();
  const all = database.selectFrom('things').selectAll().orderBy('id');
  expect(await all.execute()).toHaveLength(3);
  await sql`alter table things add column size integer default 7`.execute(database);
  expect((await all.execute())[0]).toEqual({ id: 1, name: 'n', size: 7 });
  const streamed: number[] = [];
  for await (const row of all.stream()) streamed.push(row.id);
  expect(streamed).toEqual([1, 2, 3]);
});
