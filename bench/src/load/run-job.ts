import { setTimeout as delay } from 'node:timers/promises';
import { processorTime } from '../processor-time.ts';
import { quantile } from '../statistics.ts';
import { Connection } from './connection.ts';
import type { Job, Outcome } from './job.ts';

/** Does the work of a job and times each unit. */
export async function runJob({ port, units, connections: count, rate, seconds, watched }: Job): Promise<Outcome> {
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(port)));
  const times: number[] = [];
  /** Of each request of a unit. */
  const stepTimes: number[][] = [];
  const failures: Record<string, number> = {};

  async function doUnit(connection: Connection, unit: readonly string[], from: number): Promise<void> {
    let dueAt = from;
    for (const [step, request] of unit.entries()) {
      const status = await connection.ask(request);
      const now = performance.now();
      (stepTimes[step] ??= []).push(now - dueAt);
      dueAt = now;
      if (status === 200 || status === 201) continue;
      failures[status] = (failures[status] ?? 0) + 1;
      break;
    }
    times.push(performance.now() - from);
  }

  const before = watched.map(processorTime);
  const startedAt = performance.now();
  const work = seconds === undefined ? units.values() : repeat(units, seconds);
  if (rate === undefined) await saturate(work, connections, doUnit);
  else await arrive(units, connections, rate, doUnit);
  const took = (performance.now() - startedAt) / 1000;
  const processor = watched.map((pid, index) => (processorTime(pid) - (before[index] ?? 0)) / times.length);
  for (const connection of connections) connection.close();
  const [p50, p99, longest] = [quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1)];
  const requests = stepTimes.map((ofStep) => quantile(ofStep, 0.99));
  return { rate: times.length / took, p50, p99, longest, requests, processor, failures };
}

/** The same units again and again, until the time is over. */
function* repeat(units: Job['units'], seconds: number): Generator<readonly string[], undefined> {
  const endAt = performance.now() + seconds * 1000;
  for (let index = 0; performance.now() < endAt; index += 1) yield units[index % units.length] ?? [];
}

/** Does one unit on a connection; `from` is when its time begins. */
export type DoUnit<C> = (connection: C, unit: readonly string[], from: number) => Promise<void>;

/**
 * Closed loop: every connection is always busy. Finds how much the server can do, and what it costs then. The
 * connections take their units from one iterator, so that none is done twice.
 */
export async function saturate<C>(
  units: IterableIterator<readonly string[]>,
  connections: readonly C[],
  doUnit: DoUnit<C>,
): Promise<void> {
  const worker = async (connection: C): Promise<void> => {
    for (const unit of units) await doUnit(connection, unit, performance.now());
  };
  await Promise.all(connections.map(worker));
}

/**
 * Open loop: units arrive at a fixed rate whether or not those before them were answered, as people do. A unit's time
 * begins when it was meant to arrive, so that a server that falls behind cannot hide it by holding the load back
 * (“coordinated omission”). A unit that finds no free connection waits for one, and the wait counts.
 */
export async function arrive<C>(
  units: Job['units'],
  connections: readonly C[],
  rate: number,
  doUnit: DoUnit<C>,
): Promise<void> {
  const free = [...connections];
  const waiting: [unit: readonly string[], dueAt: number][] = [];
  const work = async (connection: C, unit: readonly string[], dueAt: number): Promise<void> => {
    for (let next: (typeof waiting)[number] | undefined = [unit, dueAt]; next !== undefined; next = waiting.shift()) {
      await doUnit(connection, ...next);
    }
    free.push(connection);
  };
  const firstAt = performance.now();
  const under: Promise<void>[] = [];
  for (const [index, unit] of units.entries()) {
    const dueAt = firstAt + (index * 1000) / rate;
    while (performance.now() < dueAt) await delay(1);
    const connection = free.pop();
    if (connection === undefined) waiting.push([unit, dueAt]);
    else under.push(work(connection, unit, dueAt));
  }
  await Promise.all(under);
}
