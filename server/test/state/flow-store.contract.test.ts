import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { FlowStore } from '../../src/state/flow-store.ts';
import type { TestApp } from '../support/app.ts';
import { onEachStore } from '../support/engines.ts';

const minute = 60_000;
const racers = Array.from({ length: 20 }, (_, index) => index);

onEachStore('the store of flows', (open) => {
  let here: TestApp;
  let there: TestApp;

  beforeAll(async () => {
    here = await open('flows');
    there = await open('flows', { clock: here.clock });
  });

  /** Both processes by turns. */
  const storeOf = (index: number): FlowStore => (index % 2 === 0 ? here : there).services.flows;
  const winners = <T>(outcomes: readonly T[], hasWon: (outcome: T) => boolean): number =>
    outcomes.filter(hasWon).length;

  it('what one process puts in, another reads; what is not there is undefined', async () => {
    const key = randomUUID();
    expect(await there.services.flows.read(key)).toBeUndefined();
    expect(await here.services.flows.create(key, 'sealed', minute)).toBe(true);
    expect(await there.services.flows.read(key)).toBe('sealed');
  });

  it('of many who put in one key at once, one does', async () => {
    const key = randomUUID();
    const outcomes = await Promise.all(racers.map((index) => storeOf(index).create(key, `by ${index}`, minute)));
    expect(winners(outcomes, (done) => done)).toBe(1);
    expect(await here.services.flows.read(key)).toBe(`by ${outcomes.indexOf(true)}`);
  });

  it('A54: of many who take one key at once, one gets it, and it is gone', async () => {
    const key = randomUUID();
    await here.services.flows.create(key, 'sealed', minute);
    const outcomes = await Promise.all(racers.map((index) => storeOf(index).take(key)));
    expect(winners(outcomes, (value) => value === 'sealed')).toBe(1);
    expect(winners(outcomes, (value) => value === undefined)).toBe(racers.length - 1);
    expect(await there.services.flows.read(key)).toBeUndefined();
  });

  it('A54: of many who replace the same value at once, one does', async () => {
    const key = randomUUID();
    await here.services.flows.create(key, 'before', minute);
    const outcomes = await Promise.all(racers.map((index) => storeOf(index).replace(key, 'before', `by ${index}`)));
    expect(winners(outcomes, (done) => done)).toBe(1);
    expect(await there.services.flows.read(key)).toBe(`by ${outcomes.indexOf(true)}`);
  });

  it('replaces nothing where nothing is, or something else', async () => {
    const key = randomUUID();
    expect(await here.services.flows.replace(key, 'before', 'after')).toBe(false);
    await here.services.flows.create(key, 'other', minute);
    expect(await here.services.flows.replace(key, 'before', 'after')).toBe(false);
    expect(await here.services.flows.read(key)).toBe('other');
  });

  it('a replaced value ends when the first one would have', async () => {
    const key = randomUUID();
    await here.services.flows.create(key, 'before', 150);
    await here.services.flows.replace(key, 'before', 'after');
    here.clock.advance(150);
    await expect.poll(() => here.services.flows.read(key), { timeout: 2_000, interval: 20 }).toBeUndefined();
    expect(await here.services.flows.take(key)).toBeUndefined();
    expect(await here.services.flows.replace(key, 'after', 'later')).toBe(false);
  });

  it('what has ended is swept, and its key may be used anew', async () => {
    const key = randomUUID();
    await here.services.flows.create(key, 'first', 150);
    here.clock.advance(150);
    await expect
      .poll(() => there.services.flows.create(key, 'second', minute), { timeout: 2_000, interval: 20 })
      .toBe(true);
    await here.services.flows.create(randomUUID(), 'short', 1);
    here.clock.advance(1);
    await here.services.flows.sweep();
    expect(await here.services.flows.read(key)).toBe('second');
    const rows = await here.services.database.selectFrom('flow_states').select('expires_at').execute();
    expect(rows.filter(({ expires_at: end }) => end <= here.clock.now())).toEqual([]);
  });
});
