import { readFileSync } from 'node:fs';
import { InlayError } from '@inlay/shared';
import { Command, InvalidArgumentError } from 'commander';
import type { Author } from '../accounts/change.ts';
import { findVendor } from '../accounts/vendors.ts';
import { configureProvider } from '../connections/provider-changes.ts';
import type { ProviderInput } from '../connections/provider-input.ts';
import { presentListedProvider, presentOwnProvider } from '../connections/provider-resources.ts';
import { withServices } from './with-services.ts';

const author: Author = { actor: 'cli' };

interface SetOptions {
  readonly vendor: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly scopes?: string;
  readonly setting?: Readonly<Record<string, string>>;
  readonly enable?: true;
  readonly disable?: true;
  readonly json?: true;
}

/** `inlay providers`: what vendors set for the services that their customers connect. Works while the server runs. */
export function providersCommand(): Command {
  return new Command('providers')
    .description('what vendors set for the services that can be connected')
    .addCommand(listCommand())
    .addCommand(setCommand());
}

function listCommand(): Command {
  return new Command('list')
    .description('list the services, and what a vendor has yet to set')
    .requiredOption('--vendor <vendor>', 'vendor id (ven_…) or vendor key')
    .option('--json', 'print JSON')
    .action(async ({ vendor, json }: { vendor: string; json?: true }) => {
      await withServices(async ({ database, connections: { providers }, config }) => {
        const set = await providers.settings.all((await findVendor(database, vendor)).id);
        const listed = [...providers.catalogue.values()].map((entry) =>
          presentListedProvider(entry, set.get(entry.id), config.publicOrigin),
        );
        if (json) return console.log(JSON.stringify({ providers: listed }));
        for (const { id, name, enabled, missing } of listed) {
          const state = !enabled ? 'off' : missing.length === 0 ? 'ready' : `needs ${missing.join(', ')}`;
          console.log(`${id.padEnd(20)}  ${name.padEnd(26)}  ${state}`);
        }
      });
    });
}

function setCommand(): Command {
  return new Command('set')
    .description('set a service up for a vendor; what is not named stays as it is')
    .argument('<provider>', 'id of the service')
    .requiredOption('--vendor <vendor>', 'vendor id (ven_…) or vendor key')
    .option('--client-id <id>', 'client id that the service gave')
    .option('--client-secret-file <file>', 'file with the client secret, or - for standard input')
    .option('--scopes <scopes>', 'scopes, separated by blanks or commas; empty for those of the catalogue')
    .option('--setting <name=value>', 'a setting of a generic service; may stand several times', collect)
    .option('--enable', 'let customers connect it')
    .option('--disable', 'keep customers from connecting it')
    .option('--json', 'print JSON')
    .action(async (id: string, { vendor, json, ...options }: SetOptions) => {
      await withServices(async (services) => {
        const { providers } = services.connections;
        const entry = providers.catalogue.get(id);
        if (entry === undefined) throw new InlayError('not_found', { detail: `there is no service ${id}` });
        const row = await findVendor(services.database, vendor);
        const changes = { ...services, faultOfAddress: providers.faultOfAddress };
        const set = await configureProvider(changes, author, row.id, entry, inputOf(options));
        const shown = presentOwnProvider(entry, set, services.config.publicOrigin);
        if (json) return console.log(JSON.stringify({ provider: shown }));
        console.log(shown.configured ? `${shown.name} is ready.` : `${shown.name} needs ${shown.missing.join(', ')}.`);
        if (shown.redirectUri !== null) console.log(`Redirect URI: ${shown.redirectUri}`);
      });
    });
}

function inputOf(options: Omit<SetOptions, 'vendor' | 'json'>): ProviderInput {
  const { clientId, clientSecretFile, scopes, setting, enable, disable } = options;
  const list = scopes?.split(/[\s,]+/).filter((scope) => scope !== '');
  return {
    ...(clientId === undefined ? {} : { clientId }),
    // Not an argument: those are seen by everybody on the machine, and kept by shells.
    ...(clientSecretFile === undefined ? {} : { clientSecret: readSecret(clientSecretFile) }),
    ...(list === undefined ? {} : { scopes: list.length === 0 ? null : list }),
    ...(setting === undefined ? {} : { settings: setting }),
    ...(enable ? { enabled: true } : disable ? { enabled: false } : {}),
  };
}

function readSecret(file: string): string {
  const secret = readFileSync(file === '-' ? 0 : file, 'utf8').trim();
  if (!/^[ -~]{1,4096}$/.test(secret))
    throw new InlayError('request_invalid', { detail: 'no client secret in the file' });
  return secret;
}

function collect(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('write name=value');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
