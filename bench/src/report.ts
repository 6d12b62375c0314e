import { cpus, release } from 'node:os';
import type { ColdStart } from './cold-start.ts';
import type { Sizes } from './sizes.ts';
import type { Throughput } from './throughput.ts';

/** Everything a run measured. */
export interface Results {
  readonly coldStart: ColdStart;
  readonly throughput: Throughput;
  readonly sizes: Sizes;
  /** Milliseconds from setting a frame's address to its `ready`, in Chromium; median. */
  readonly ready: number;
}

/** Writes `docs/performance.md`. */
export function report({ coldStart, throughput, sizes, ready }: Results): string {
  const { empty, peek, admission } = throughput;
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  const fine = (value: number): string => value.toFixed(2);
  const row = (name: string, { rate, p50, p99, processor }: Throughput['empty']): string =>
    `| ${name} | ${whole(rate)} | ${fine(p50)} | ${fine(p99)} | ${fine(processor)} | ${fine(rate / empty.rate)} |`;
  return `# Performance

Written by \`pnpm bench\`, which anyone can run: it starts the server as it is shipped, on the embedded default, and measures it
beside an empty Fastify route in the same run, in turns. Figures vary with the machine by a factor of two or three; the ratios
vary less. Quote ratios from one run.

Measured ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Linux ${release().split('-')[0]}; medians of interleaved rounds.

## Admission

| work | a second | median ms | p99 ms | processor ms each | rate against the empty route |
| --- | --- | --- | --- | --- | --- |
${row('empty route, a page of 2 KB', empty)}
${row('peek (GET)', peek)}
${row('admission: peek and redemption, two requests', admission)}

An admission verifies the token twice and makes the claim durable (\`fsync\`) before it answers. The load comes from the same
machine, closed loop, so that client and server share its processors.

## Start, memory, size

| measure | result | limit |
| --- | --- | --- |
| start of the process to the first admitted link | ${whole(coldStart.toFirstAdmission)} ms | 1,500 ms |
| resident memory at rest | ${whole(coldStart.memory)} MiB | |
| frame, all scripts and languages, gzip | ${fine(sizes.frame / 1024)} KB | 25 KB |
| host SDK, gzip | ${fine(sizes.sdk / 1024)} KB | 4 KB |
| link opened to \`ready\` in Chromium over HTTPS on loopback, median | ${whole(ready)} ms | 300 ms |
`;
}
