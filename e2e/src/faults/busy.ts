import { existsSync, readFileSync } from 'node:fs';

/** Where Linux says how long some process waited for a processor (kernel documentation, "PSI"). */
const pressure = '/proc/pressure/cpu';

/**
 * Begins to watch how busy the machine is. The function that it returns answers by how much longer things took for it:
 * twice as long where for half of the time somebody waited for a processor; ten times at most.
 */
export function watchBusyness(): () => number {
  const [startedAt, before] = [performance.now(), stalled()];
  return () => {
    const share = (stalled() - before) / (performance.now() - startedAt);
    return 1 / (1 - Math.min(Math.max(share, 0), 0.9));
  };
}

/** Milliseconds since the machine's start for which some process waited; 0 where that is not counted. */
function stalled(): number {
  const text = existsSync(pressure) ? readFileSync(pressure, 'utf8') : '';
  return Number(/^some .*total=(\d+)/m.exec(text)?.[1] ?? 0) / 1_000;
}
