#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(`Inlay needs Node 24.12 or newer; this is ${process.versions.node}. In a checkout, use: pnpm inlay …`);
  process.exit(2);
}
enableCompileCache();

/** The commands; only the one that is called is loaded. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand(),
  vendors: async () => (await import('./commands/vendors.ts')).vendorsCommand(),
  links: async () => (await import('./commands/links.ts')).linksCommand(),
  keys: async () => (await import('./commands/keys.ts')).keysCommand(),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
};

const inlay = new Command('inlay')
  .description("Puts a page of your own inside someone else's page, safely.")
  .version(manifest.version)
  .showHelpAfterError();
const called = commands[process.argv[2] ?? ''];
for (const load of called === undefined ? Object.values(commands) : [called]) inlay.addCommand(await load());
await inlay.parseAsync();
