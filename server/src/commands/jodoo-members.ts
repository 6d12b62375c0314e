import { readFileSync } from 'node:fs';
import { InlayError } from '@inlay/shared';
import { Command, Option } from 'commander';
import type { Author } from '../accounts/change.ts';
import { findIntegration } from '../jodoo/find-integration.ts';
import { exportMembers, importMembers } from '../jodoo/import.ts';
import { readMembersCsv, writeMembersCsv } from '../jodoo/members-csv.ts';
import type { MappingEntry } from '../jodoo/members-csv.ts';
import { withServices } from './with-services.ts';

const author: Author = { actor: 'cli' };

type Format = 'csv' | 'json';

/** `inlay jodoo members`. */
export function membersCommand(): Command {
  return new Command('members')
    .description('whom Jodoo’s members are here')
    .addCommand(importCommand())
    .addCommand(exportCommand());
}

function importCommand(): Command {
  return new Command('import')
    .description('map members, all or none; who is not named stays')
    .argument('<integration>', 'integration id (jod_…)')
    .argument('<file>', 'list of tenant_id, username, member, disabled; - for standard input')
    .addOption(formatOption('default: as the file’s name ends, else CSV'))
    .option('--json', 'print what was done as JSON')
    .action(async (id: string, file: string, options: { readonly format?: Format; readonly json?: true }) => {
      await withServices(async (services) => {
        const { vendor_id: vendorId } = await findIntegration(services.database, id);
        const text = readFileSync(file === '-' ? 0 : file, 'utf8');
        const format = options.format ?? (file.endsWith('.json') ? 'json' : 'csv');
        const entries = format === 'json' ? readJson(text) : readMembersCsv(text);
        const done = await importMembers(services, author, vendorId, id, entries);
        if (options.json) return console.log(JSON.stringify(done));
        console.log(`${done.created} new, ${done.updated} changed, ${done.unchanged} as they were.`);
      });
    });
}

function exportCommand(): Command {
  return new Command('export')
    .description('print who is mapped, as an import takes it')
    .argument('<integration>', 'integration id (jod_…)')
    .addOption(formatOption('default: CSV').default('csv'))
    .action(async (id: string, { format }: { readonly format: Format }) => {
      await withServices(async ({ database }) => {
        const { vendor_id: vendorId } = await findIntegration(database, id);
        const members = await exportMembers(database, vendorId, id);
        process.stdout.write(
          format === 'json' ? `${JSON.stringify({ members }, null, 2)}\n` : writeMembersCsv(members),
        );
      });
    });
}

function formatOption(text: string): Option {
  return new Option('--format <format>', text).choices(['csv', 'json']);
}

/** Reads `{"members": […]}`, what an export prints. Throws `request_invalid`. */
function readJson(text: string): readonly MappingEntry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InlayError('request_invalid', { detail: 'the list is no JSON' });
  }
  const { members } = (parsed ?? {}) as { readonly members?: unknown };
  if (!Array.isArray(members) || !members.every(isEntry)) {
    const detail = 'the list must be {"members": [{"tenantId", "username", "member", "disabled"?}, …]}';
    throw new InlayError('request_invalid', { detail });
  }
  return members;
}

function isEntry(value: unknown): value is MappingEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { tenantId, username, member, disabled = false } = value as Readonly<Record<string, unknown>>;
  return [tenantId, username, member].every((one) => typeof one === 'string') && typeof disabled === 'boolean';
}
