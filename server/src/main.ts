import { enableCompileCache, flushCompileCache } from 'node:module';

// Before anything else is loaded, so that all of it comes from the cache from the second start on. A process that is killed
// leaves none: so it is written once everything that a server needs has been loaded, too.
enableCompileCache();
setTimeout(() => flushCompileCache(), 10_000).unref();

const { runProgram } = await import('./commands/program.ts');
await runProgram(process.argv);
