import { readFileSync, readdirSync } from 'node:fs';

/**
 * Milliseconds of processor time that a process and its children have used: all their threads that still live, to the
 * nanosecond (Linux, sched-stats.rst: the first field of `schedstat`), where `stat` counts in ticks of 10 ms.
 */
export function processorTime(pid: number): number {
  const threads = `/proc/${pid}/task`;
  let nanoseconds = 0;
  let ofChildren = 0;
  for (const thread of readdirSync(threads)) {
    nanoseconds += Number(readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')[0]);
    const children = readFileSync(`${threads}/${thread}/children`, 'utf8').trim();
    for (const child of children === '' ? [] : children.split(' ')) ofChildren += processorTime(Number(child));
  }
  return nanoseconds / 1e6 + ofChildren;
}
