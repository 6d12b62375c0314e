import { setTimeout as delay } from 'node:timers/promises';
import type { Instance } from './instance.ts';

/** How often instances were killed, and when. */
export interface Kills {
  readonly total: number;
  /** Which instance, by its port, and the millisecond of `performance.now()`. */
  readonly moments: readonly { readonly port: number; readonly at: number }[];
}

/** Milliseconds that an instance lives at most before it is killed; most live for less than a third of it. */
const longestLife = 1_500;

/**
 * Kills the instances, each at random moments of its own and without warning, and starts them again, until it has
 * happened `total` times. One kill in four comes while the instance is starting.
 */
export async function killInTurn(instances: readonly Instance[], total: number): Promise<Kills> {
  let left = total;
  const moments: { port: number; at: number }[] = [];

  async function killAgainAndAgain(instance: Instance): Promise<void> {
    while (left > 0) {
      left -= 1;
      if (left % 4 === 0) await delay(Math.random() * 400);
      else {
        await listening(instance);
        await delay(Math.random() ** 2 * longestLife);
      }
      moments.push({ port: instance.port, at: performance.now() });
      await instance.kill();
      instance.launch();
    }
    await listening(instance);
  }

  await Promise.all(instances.map(killAgainAndAgain));
  return { total, moments };
}

async function listening(instance: Instance): Promise<void> {
  for (let waited = 0; !instance.isListening(); waited += 5) {
    if (waited > 30_000) throw new Error(`an instance does not start:\n${instance.log()}`);
    await delay(5);
  }
}
