import { cpus, release } from 'node:os';
import { keepsUp } from '../measures/arrivals.ts';
import type { Arrivals, Timing } from '../measures/arrivals.ts';
import type { Saturation } from '../measures/saturation.ts';
import type { Results } from '../results.ts';
import { targetsOf, verdictOf } from './targets.ts';
import type { Target } from './targets.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const fine = (value: number): string => value.toFixed(2);
const micro = (milliseconds: number): string => whole(milliseconds * 1000);

/** Writes `docs/performance.md`, or as much of it as was measured. */
export function page(results: Results, chart: string): string {
  const { saturation, arrivals, minting, coldStart, redis, ready, jodoo } = results;
  const parts: string[] = [];
  if (saturation !== undefined) parts.push(saturationPart(saturation));
  if (arrivals !== undefined) parts.push(arrivalsPart(arrivals));
  if (minting !== undefined) {
    parts.push(`## Minting

| measure | result |
| --- | --- |
| signatures a second by OpenSSL, one processor | ${whole(minting.openssl)} |
| links by a second of one processor | ${whole(minting.ofOneProcessor)} |
| links a second, all processors | ${whole(minting.rate)} |
| p99 of another route meanwhile | ${fine(minting.otherRoute)} ms |
| links a second, synchronous signing | ${whole(minting.synchronousRate)} |
| p99 of another route meanwhile, synchronous signing | ${fine(minting.otherRouteSynchronous)} ms |`);
  }
  if (coldStart !== undefined) {
    const row = (name: string, { toFirstAdmission, memory }: typeof coldStart.inlay): string =>
      `| ${name} | ${whole(toFirstAdmission)} | ${whole(memory)} |`;
    parts.push(`## Start and memory

| contender | start of the process to its first admission, ms | memory at rest, MiB |
| --- | --- | --- |
${row('day-made stack', coldStart.dayMade)}
${row('Inlay', coldStart.inlay)}
${row('Inlay on the embedded default', coldStart.embedded)}`);
  }
  if (redis !== undefined) {
    parts.push(`## Redis

| contender | bytes an admission, over ${whole(redis.admissions)} of them |
| --- | --- |
| day-made stack: jti and session | ${whole(redis.dayMade)} |
| Inlay | ${whole(redis.inlay)} |`);
  }
  if (ready !== undefined) {
    parts.push(`## In the browser

From opening a link to \`ready\` in Chromium, over HTTPS on loopback: ${whole(ready)} ms (median; limit 300 ms).`);
  }
  if (jodoo !== undefined) {
    parts.push(`From Enter App in Jodoo to \`ready\`, Inlay’s own part, without the time that Jodoo and the browser take: ${whole(jodoo)} ms of
the server (median; limit 50 ms).`);
  }
  return `${[opening(chart), targetsPart(targetsOf(results)), ...parts].join('\n\n')}\n`;
}

function opening(chart: string): string {
  return `# Performance

Written by \`pnpm bench\`, which anyone can run. It starts the server as it is shipped, on PostgreSQL and Redis, beside an empty
Fastify route and the stack that a competent team would write in a day (Express, helmet, jsonwebtoken, node-redis,
express-session with connect-redis: [\`bench/src/contenders/day-made.ts\`](../bench/src/contenders/day-made.ts)), and measures
them in turns in the same run. Figures vary with the machine by a factor of two or three; the ratios vary less. Quote ratios
from one run. How it is measured: [decision 13](decisions/0013-benchmark.md).

Measured ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} on ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Linux ${release().split('-')[0]}; medians of interleaved rounds.

${chart}`;
}

function targetsPart(targets: readonly Target[]): string {
  const verdicts = { aim: 'aim reached', must: 'reached', missed: '**missed**' };
  const show = (value: number, { unit }: Target): string => `${fine(value)}${unit === '' ? '' : ` ${unit}`}`;
  const rows = targets.map((target) => {
    const { measure, must, aim, value, less } = target;
    const bound = less ? '≤' : '≥';
    return `| ${measure} | ${show(value, target)} | ${bound} ${must} | ${bound} ${aim} | ${verdicts[verdictOf(target)]} |`;
  });
  return ['## Targets', '', '| measure | result | must | aim | |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function saturationPart({ empty, dayMade, peek, redeem, admission }: Saturation): string {
  const row = (name: string, { rate, p50, p99, processor, stores }: Saturation['empty']): string =>
    `| ${name} | ${whole(rate)} | ${micro(processor)} | ${micro(stores)} | ${fine(p50)} | ${fine(p99)} | ${fine(dayMade.processor / processor)} | ${fine(empty.processor / processor)} |`;
  return `## What an admission costs

Servers kept busy, 32 at a time. Processor time is the server process’s own; the generator of the load is another process, but
shares the machine’s processors, as do Redis and PostgreSQL, so rates are lower than a machine of its own would give.

| work | a second | processor µs each | of the stores, µs | p50 ms | p99 ms | day-made stack / this | empty route / this |
| --- | --- | --- | --- | --- | --- | --- | --- |
${row('empty route, a page of 2 KB', empty)}
${row('day-made stack, one request', dayMade)}
${row('Inlay: peek (GET)', peek)}
${row('Inlay: redemption (POST)', redeem)}
${row('Inlay: whole admission, peek and redemption', admission)}`;
}

function arrivalsPart(arrivals: readonly Arrivals[]): string {
  const row = (name: string, offered: number, timing: Timing): string => {
    const { rate, p50, p99, longest, request, processor } = timing;
    const done = keepsUp(timing, offered) ? whole(rate) : `${whole(rate)} (does not keep up)`;
    return `| ${whole(offered)} | ${name} | ${done} | ${fine(p50)} | ${fine(p99)} | ${fine(longest)} | ${fine(request)} | ${micro(processor)} |`;
  };
  const rows = arrivals.flatMap(({ offered, dayMade, inlay }) => [
    row('day-made stack', offered, dayMade),
    row('Inlay', offered, inlay),
  ]);
  const late = arrivals.filter(({ offered, dayMade, inlay }) => !keepsUp(dayMade, offered) || !keepsUp(inlay, offered));
  const lateAt = late.map(({ offered }) => whole(offered)).join(' and ');
  const caution =
    late.length === 0
      ? ''
      : `\n\nAt ${lateAt} a second not both keep up on this machine, whose processors the load and the stores share: there the
times grow with the length of the round, and the slower rate is what to compare.`;
  return `## How long an admission takes

Admissions arrive at a fixed rate, whether or not those before were answered; time counts from when each was meant to arrive.
Inlay’s are two requests, one after the other, the day-made stack’s one; the p99 of a request is that of the slower of the two.
The half of the rounds counts in which the host took least of the machine’s processors away.

| arrive a second | contender | done a second | p50 ms | p99 ms | longest ms | p99 of a request, ms | processor µs each |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}${caution}`;
}
