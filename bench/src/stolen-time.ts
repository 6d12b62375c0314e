import { readFileSync } from 'node:fs';

/**
 * Milliseconds that other guests of the same host took from this machine's processors since it started, summed over them:
 * the column `steal` of `/proc/stat` (proc_stat(5)), in hundredths of a second. 0 on a machine of its own.
 */
export function stolenTime(stat: string = readFileSync('/proc/stat', 'utf8')): number {
  const [name, , , , , , , , steal] = stat.split(/\s+/);
  return name === 'cpu' ? Number(steal ?? 0) * 10 : 0;
}

/**
 * The rounds in which least was stolen, half of them and those that are equal to the last: a wait for a processor that
 * another guest has is no contender's, and is as long for each. On a machine of its own these are all.
 */
export function quietest<Round extends { readonly stolen: number }>(rounds: readonly Round[]): readonly Round[] {
  const sorted = rounds.map(({ stolen }) => stolen).sort((a, b) => a - b);
  const limit = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return rounds.filter(({ stolen }) => stolen <= limit);
}
