import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, Outcome } from './job.ts';

const program = fileURLToPath(new URL('generator.ts', import.meta.url));

interface Answer {
  readonly outcome?: Outcome;
  readonly error?: string;
}

/** A load generator that runs. */
export interface Generator {
  /** Does a job. Throws where a unit failed: a round with failures measures nothing. */
  run(job: Job): Promise<Outcome>;
  stop(): void;
}

export function startGenerator(): Generator {
  const child = fork(program, { serialization: 'advanced' });
  const ended = once(child, 'exit').then(([code]) => ({ error: `the generator ended with ${code}` }));
  return {
    async run(job) {
      child.send(job);
      const answered = once(child, 'message') as Promise<[Answer]>;
      const answer: Answer = await Promise.race([answered.then(([first]) => first), ended]);
      if (answer.outcome === undefined) throw new Error(`the load failed: ${answer.error}`);
      const failures = Object.entries(answer.outcome.failures).map(([status, times]) => `${times} × ${status}`);
      if (failures.length > 0) throw new Error(`of ${job.units.length} units failed ${failures.join(', ')}`);
      return answer.outcome;
    },
    stop: () => child.disconnect(),
  };
}
