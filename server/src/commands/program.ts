import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };

/** The commands; only the one that is called is loaded. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  demo: async () => (await import('./demo.ts')).demoCommand(),
  migrate: async () => (await import('./migrate.ts')).migrateCommand(),
  vendors: async () => (await import('./vendors.ts')).vendorsCommand(),
  providers: async () => (await import('./providers.ts')).providersCommand(),
  jodoo: async () => (await import('./jodoo.ts')).jodooCommand(),
  links: async () => (await import('./links.ts')).linksCommand(),
  keys: async () => (await import('./keys.ts')).keysCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
};

/** Runs the command that `words`, as `process.argv` has them, name. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const inlay = new Command('inlay')
    .description("Puts a page of your own inside someone else's page, safely.")
    .version(manifest.version)
    .showHelpAfterError();
  const called = commands[words[2] ?? ''];
  for (const load of called === undefined ? Object.values(commands) : [called]) inlay.addCommand(await load());
  await inlay.parseAsync([...words]);
}
