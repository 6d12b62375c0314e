import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { closeInOrder } from '../../src/commands/serve.ts';
import { createTestApp } from '../support/app.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'inlay-serve-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it('A87: a client that never finishes its request delays the end only so long, and no audit event is lost', async () => {
  const test = await createTestApp({ dataDir });
  const base = await test.app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  await once(socket, 'connect');
  const ended = once(socket, 'close');
  socket.write(
    'POST /direct_link/redeem HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
  );
  await once(test.app.server, 'request');
  test.services.audit.record({ vendorId: null, action: 'test.last', outcome: 'changed', actor: 'system' });
  await closeInOrder(test.app, test.services, 50);
  await ended;
  const again = await createTestApp({ dataDir });
  const rows = again.services.database.selectFrom('audit_events').select('action').where('action', '=', 'test.last');
  expect(await rows.execute()).toHaveLength(1);
  await again.close();
});

it('A29: a request must be there whole in half a minute', async () => {
  const test = await createTestApp();
  expect(test.app.server.requestTimeout).toBe(30_000);
  await test.close();
});
