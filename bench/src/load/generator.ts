import type { Job } from './job.ts';
import { runJob } from './run-job.ts';

// The load generator: a process of its own, so that it delays nobody but itself. Takes jobs one at a time.
process.on('message', (job: Job) => {
  runJob(job).then(
    (outcome) => process.send?.({ outcome }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
