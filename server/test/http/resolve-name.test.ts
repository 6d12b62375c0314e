import { pbkdf2 } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { createNameResolver } from '../../src/http/resolve-name.ts';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

const types = { 1: 'A', 28: 'AAAA' } as const;
type Answers = Readonly<Partial<Record<'A' | 'AAAA', readonly number[]>>>;

/** A name server (RFC 1035) on loopback that answers every name alike; without `answers` it is silent. */
async function nameServer(answers?: Answers): Promise<string> {
  const socket = createSocket('udp4');
  undo.push(() => socket.close());
  socket.on('message', (query, from) => {
    if (answers === undefined) return;
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const address = answers[types[question.readUInt16BE(question.length - 4) as 1 | 28]];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    for (const [offset, count] of [1, address === undefined ? 0 : 1, 0, 0].entries()) {
      header.writeUInt16BE(count, 4 + 2 * offset);
    }
    const record =
      address === undefined ? [] : [0xc0, 0x0c, ...question.subarray(-4), 0, 0, 0, 60, 0, address.length, ...address];
    socket.send(Buffer.concat([header, question, Buffer.from(record)]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

function resolveWith(server: string, name = 'api.provider.test'): Promise<readonly LookupAddress[]> {
  const resolve = createNameResolver({ servers: [server], timeout: 250 });
  return new Promise((done, fail) => {
    resolve(name, { all: true }, (error, addresses) => (error === null ? done(addresses) : fail(error)));
  });
}

it('A76: finds the addresses of both families, so that each is checked', async () => {
  const server = await nameServer({ A: [93, 184, 216, 34], AAAA: [0xfd, ...Array<number>(14).fill(0), 1] });
  expect(await resolveWith(server)).toEqual([
    { address: '93.184.216.34', family: 4 },
    { address: 'fd00::1', family: 6 },
  ]);
});

it('is content with one family', async () => {
  const server = await nameServer({ A: [93, 184, 216, 34] });
  expect(await resolveWith(server)).toEqual([{ address: '93.184.216.34', family: 4 }]);
});

it('fails for a name without addresses', async () => {
  await expect(resolveWith(await nameServer({}))).rejects.toMatchObject({ code: 'ENODATA' });
});

it('keeps no worker thread busy while a name server is silent, and gives up in time', async () => {
  const server = await nameServer();
  let waiting = 16;
  const all = Array.from({ length: waiting }, (_, index) =>
    resolveWith(server, `slow-${index}.test`).finally(() => (waiting -= 1)),
  );
  const settled = Promise.allSettled(all);
  await promisify(pbkdf2)('work', 'salt', 1, 32, 'sha256');
  expect(waiting).toBe(16);
  for (const result of await settled) expect(result).toMatchObject({ reason: { code: 'ETIMEOUT' } });
});
