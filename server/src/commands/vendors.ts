import { Command, Option } from 'commander';
import type { Author } from '../accounts/change.ts';
import { createVendor, listVendors, updateVendor } from '../accounts/vendors.ts';
import type { VendorRow } from '../database/schema.ts';
import { withServices } from './with-services.ts';

const author: Author = { actor: 'cli' };

interface UpdateOptions {
  readonly name?: string;
  readonly directLinks?: 'on' | 'off';
  readonly adminCustomer?: string;
  readonly json?: boolean;
}

/** `inlay vendors`: the companies that embed Inlay. Works while the server runs, which notices within a second. */
export function vendorsCommand(): Command {
  return new Command('vendors')
    .description('the companies that embed Inlay')
    .addCommand(createCommand())
    .addCommand(updateCommand())
    .addCommand(listCommand());
}

function createCommand(): Command {
  return new Command('create')
    .description('make a vendor, its admin account and a first API key')
    .requiredOption('--name <name>', 'name of the company')
    .option('--json', 'print JSON')
    .action(async ({ name, json }: { name: string; json?: boolean }) => {
      await withServices(async (services) => {
        const made = await createVendor(services, author, name);
        if (json) return console.log(JSON.stringify(made));
        console.log(`Vendor         ${made.vendor.name}`);
        console.log(`  id           ${made.vendor.id}`);
        console.log(`  vendor key   ${made.vendor.key}   (first part of a token's sub)`);
        console.log(`Admin account  ${made.adminCustomer.id}`);
        console.log(`API key        ${made.apiKey}`);
        console.log('Keep the API key now: it cannot be shown again.');
      });
    });
}

function updateCommand(): Command {
  return new Command('update')
    .description('change a vendor')
    .argument('<vendor>', 'vendor id (ven_…) or vendor key')
    .option('--name <name>', 'name of the company')
    .addOption(new Option('--direct-links <switch>', 'accept direct links at all').choices(['on', 'off']))
    .option('--admin-customer <id>', 'customer that is the admin account, or none')
    .option('--json', 'print JSON')
    .action(async (vendor: string, { name, directLinks, adminCustomer, json }: UpdateOptions) => {
      await withServices(async (services) => {
        const row = await updateVendor(services, author, vendor, {
          ...(name === undefined ? {} : { name }),
          ...(directLinks === undefined ? {} : { directLinksEnabled: directLinks === 'on' }),
          ...(adminCustomer === undefined ? {} : { adminCustomerId: adminCustomer === 'none' ? null : adminCustomer }),
        });
        console.log(json ? JSON.stringify({ vendor: toVendor(row) }) : describe(row));
      });
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('list the vendors')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await withServices(async ({ database }) => {
        const rows = await listVendors(database);
        if (json) return console.log(JSON.stringify({ vendors: rows.map(toVendor) }));
        console.log(
          rows.length === 0 ? 'No vendors yet: inlay vendors create --name …' : rows.map(describe).join('\n'),
        );
      });
    });
}

function toVendor(row: VendorRow): Record<string, unknown> {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    adminCustomer: row.admin_customer_id === null ? null : { id: row.admin_customer_id },
    directLinksEnabled: row.direct_links_enabled === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}

function describe(row: VendorRow): string {
  const links = row.direct_links_enabled === 1 ? 'direct links on' : 'direct links off';
  return `${row.id}  ${row.key}  ${links}  admin ${row.admin_customer_id ?? 'none'}  ${row.name}`;
}
