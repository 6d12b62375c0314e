import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { arrive, runJob, saturate } from '../../src/load/run-job.ts';
import { navigate, redeem } from '../../src/load/requests.ts';

let server: Server | undefined;

function listen(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const listening = createServer(answer);
  server = listening;
  return new Promise((resolve) => {
    listening.listen(0, '127.0.0.1', () => resolve((listening.address() as AddressInfo).port));
  });
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('a job of load', () => {
  it('counts the wait of units that find no free connection, from when they were meant to arrive', async () => {
    const begun: { readonly dueAt: number; readonly at: number }[] = [];
    const units = [['first'], ['second'], ['third']];
    await arrive(units, ['the only connection'], 1_000, async (_connection, _unit, dueAt) => {
      begun.push({ dueAt, at: performance.now() });
      // The second and the third fall due while the first still holds the one connection.
      while (begun.length === 1 && performance.now() < dueAt + 20) await delay(1);
    });
    const [first, second, third] = begun;
    expect((second?.dueAt ?? 0) - (first?.dueAt ?? 0)).toBeCloseTo(1, 6);
    expect((third?.dueAt ?? 0) - (first?.dueAt ?? 0)).toBeCloseTo(2, 6);
    expect((second?.at ?? 0) - (second?.dueAt ?? 0)).toBeGreaterThan(18);
  });

  it('does each unit once, however many connections share them', async () => {
    const done: string[] = [];
    const units = Array.from({ length: 50 }, (_, index) => [String(index)]);
    await saturate(units.values(), [1, 2, 3, 4], async (_connection, [name = '']) => {
      await Promise.resolve();
      done.push(name);
    });
    expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(units.flat());
  });

  it('speaks HTTP that a server understands, reads answers in pieces, and stops a unit at the first refusal', async () => {
    const seen: string[] = [];
    const port = await listen((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      request.resume();
      request.on('end', () => {
        const status = request.url === '/refused' ? 403 : 200;
        response.writeHead(status, { 'content-length': 6 });
        response.write('abc');
        setImmediate(() => response.end('def'));
      });
    });
    const units = [
      [navigate('/page'), redeem('token')],
      [navigate('/refused'), redeem('never')],
    ];
    const outcome = await runJob({ port, units, connections: 1, watched: [] });
    expect(seen).toEqual(['GET /page', 'POST /direct_link/redeem', 'GET /refused']);
    expect(outcome.failures).toEqual({ 403: 1 });
    expect(outcome.p99).toBeGreaterThanOrEqual(outcome.p50);
    expect(outcome.requests).toHaveLength(2);
    expect(Math.max(...outcome.requests)).toBeLessThan(outcome.longest);
  });

  it('goes through its units again until its time is over', async () => {
    let answered = 0;
    const port = await listen((_request, response) => {
      answered += 1;
      response.writeHead(200, { 'content-length': 0 }).end();
    });
    const outcome = await runJob({
      port,
      units: [[navigate('/')]],
      connections: 2,
      seconds: 0.1,
      watched: [process.pid],
    });
    expect(answered).toBeGreaterThan(2);
    expect(outcome.rate).toBeGreaterThan(20);
    expect(outcome.processor[0]).toBeGreaterThan(0);
  });

  it('fails where the server ends the connection', async () => {
    const port = await listen((request) => request.socket.destroy());
    await expect(runJob({ port, units: [[navigate('/')]], connections: 1, watched: [] })).rejects.toThrow(
      /closed|reset/i,
    );
  });
});
