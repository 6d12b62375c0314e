import { setTimeout as delay } from 'node:timers/promises';
import type { Instance } from './instance.ts';

/** How often instances were killed, and how often of those while they were starting. */
export interface Kills {
  readonly total: number;
  readonly starting: number;
}

/**
 * Kills the instances, each at random moments of its own and without warning, and starts them again, until it has
 * happened `total` times. One kill in four comes while the instance is starting.
 */
export async function killInTurn(instances: readonly Instance[], total: number): Promise<Kills> {
  let left = total;
  let starting = 0;

  async function killAgainAndAgain(instance: Instance): Promise<void> {
    while (left > 0) {
      left -= 1;
      if (left % 4 === 0) await delay(Math.random() * 400);
      else {
        await listening(instance);
        await delay(Math.random() * 300);
      }
      if (!instance.isListening()) starting += 1;
      await instance.kill();
      instance.launch();
    }
    await listening(instance);
  }

  await Promise.all(instances.map(killAgainAndAgain));
  return { total, starting };
}

async function listening(instance: Instance): Promise<void> {
  for (let waited = 0; !instance.isListening(); waited += 5) {
    if (waited > 30_000) throw new Error(`an instance does not start:\n${instance.log()}`);
    await delay(5);
  }
}
