import { InlayError, parseReference } from '@inlay/shared';
import type { Reference } from '@inlay/shared';
import { Command, Option } from 'commander';
import type { Author } from '../accounts/change.ts';
import { findVendor } from '../accounts/vendors.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import type { IntegrationChange } from '../jodoo/integration-input.ts';
import { presentIntegration } from '../jodoo/integration-routes.ts';
import { findIntegration } from '../jodoo/find-integration.ts';
import { createIntegration, listIntegrations, updateIntegration } from '../jodoo/integrations.ts';
import type { MappingPolicy } from '../jodoo/types.ts';
import { checkSecret, readSecretFile } from './secret-input.ts';
import { withServices } from './with-services.ts';

const author: Author = { actor: 'cli' };
/** The environment variable that may hold the Suite Secret. */
const secretVariable = 'INLAY_JODOO_SUITE_SECRET';
/** Rows that one look at the list reads. */
const pageSize = 200;

interface Options {
  readonly name?: string;
  readonly suiteId?: string;
  readonly suiteSecretFile?: string;
  readonly authorizationUrl?: string;
  readonly apiBase?: string;
  readonly trustedDomains?: string;
  readonly tenantIds?: string;
  readonly frameOrigins?: string;
  readonly applicationUrl?: string;
  readonly contact?: string;
  readonly mappingPolicy?: MappingPolicy;
  readonly enable?: true;
  readonly disable?: true;
  readonly json?: true;
}

interface CreateOptions extends Options {
  readonly vendor: string;
  readonly customer: string;
  readonly name: string;
  readonly suiteId: string;
  readonly authorizationUrl: string;
  readonly trustedDomains: string;
}

/** `inlay jodoo integrations`. */
export function integrationsCommand(): Command {
  return new Command('integrations')
    .description('customers’ integration apps of Jodoo')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(updateCommand());
}

function createCommand(): Command {
  const command = new Command('create')
    .description('set an integration app up for a customer')
    .requiredOption('--vendor <vendor>', 'vendor id (ven_…) or vendor key')
    .requiredOption('--customer <customer>', 'customer id, or E followed by your own id');
  return withSettings(command, true).action(async ({ vendor, customer, json, ...options }: CreateOptions) => {
    await withServices(async (services) => {
      const { id: vendorId } = await findVendor(services.database, vendor);
      const { name, suiteId, authorizationUrl, trustedDomains } = options;
      const suiteSecret = secretOf(options) ?? checkSecret('', 'Suite Secret');
      const required = { name, suiteId, authorizationUrl, trustedDomains, suiteSecret };
      const input = { ...required, ...changeOf(options), customer: customerOf(customer) };
      tell(await createIntegration(services, author, vendorId, input), services.config.publicOrigin, json);
    });
  });
}

function updateCommand(): Command {
  const command = new Command('update')
    .description('change an integration; what is not named stays as it is')
    .argument('<integration>', 'integration id (jod_…)');
  return withSettings(command, false).action(async (id: string, { json, ...options }: Options) => {
    await withServices(async (services) => {
      const { vendor_id: vendorId } = await findIntegration(services.database, id);
      const suiteSecret = secretOf(options);
      const change = { ...changeOf(options), ...(suiteSecret === undefined ? {} : { suiteSecret }) };
      if (Object.keys(change).length === 0) throw new InlayError('request_invalid', { detail: 'nothing to change' });
      tell(await updateIntegration(services, author, vendorId, id, change), services.config.publicOrigin, json);
    });
  });
}

function listCommand(): Command {
  return new Command('list')
    .description('list a vendor’s integrations')
    .requiredOption('--vendor <vendor>', 'vendor id (ven_…) or vendor key')
    .option('--json', 'print JSON')
    .action(async ({ vendor, json }: { vendor: string; json?: true }) => {
      await withServices(async ({ database, config }) => {
        const { id } = await findVendor(database, vendor);
        const rows: JodooIntegrationRow[] = [];
        for (let after: string | undefined; ; after = rows.at(-1)?.id) {
          const page = { limit: pageSize, ...(after === undefined ? {} : { after }) };
          const found = await listIntegrations(database, id, undefined, page);
          rows.push(...found);
          if (found.length < pageSize) break;
        }
        const integrations = rows.map((row) => presentIntegration(row, config.publicOrigin));
        if (json) return console.log(JSON.stringify({ integrations }));
        for (const { id, name, customer, enabled, secretState } of integrations) {
          console.log(`${id}  ${name}  customer ${customer}, ${enabled ? 'enabled' : 'off'}, secret ${secretState}`);
        }
      });
    });
}

function withSettings(command: Command, isNew: boolean): Command {
  const option = (flags: string, text: string, needed = false): Option =>
    new Option(flags, text).makeOptionMandatory(needed && isNew);
  return command
    .addOption(option('--name <name>', 'name, as people see it', true))
    .addOption(option('--suite-id <id>', 'Suite ID of the integration app', true))
    .option('--suite-secret-file <file>', `file with the Suite Secret, or - for standard input; else ${secretVariable}`)
    .addOption(option('--authorization-url <url>', 'Jodoo’s authorization address, from its guide', true))
    .option('--api-base <url>', 'where Jodoo’s API is')
    .addOption(option('--trusted-domains <list>', 'as in Jodoo: bare hosts with commas and without blanks', true))
    .option('--tenant-ids <list>', 'tenants whose people may come, with commas; empty for any')
    .option('--frame-origins <list>', 'origins of the Jodoo pages that may frame it, with commas')
    .option('--application-url <url>', 'your own application, to which people are sent on; empty for none')
    .option('--contact <text>', 'whom people ask who are not mapped; empty for nobody')
    .addOption(
      new Option('--mapping-policy <policy>', 'what becomes of people whom nobody mapped').choices([
        'refuse',
        'provision',
      ]),
    )
    .option('--enable', 'let people sign in')
    .option('--disable', 'let nobody sign in; its sessions end')
    .option('--json', 'print JSON');
}

function customerOf(text: string): Reference {
  const reference = parseReference(text);
  if (reference === undefined) throw new InlayError('not_found', { detail: `there is no customer ${text}` });
  return reference;
}

function secretOf({ suiteSecretFile }: Options): string | undefined {
  if (suiteSecretFile !== undefined) return readSecretFile(suiteSecretFile, 'Suite Secret');
  const text = process.env[secretVariable] ?? '';
  return text === '' ? undefined : checkSecret(text, 'Suite Secret');
}

function changeOf(options: Options): IntegrationChange {
  const { name, suiteId, authorizationUrl, apiBase, trustedDomains, tenantIds, frameOrigins } = options;
  const { applicationUrl, contact, mappingPolicy, enable, disable } = options;
  return {
    ...(name === undefined ? {} : { name: plain(name, '/name') }),
    ...(suiteId === undefined ? {} : { suiteId: plain(suiteId, '/suiteId') }),
    ...(authorizationUrl === undefined ? {} : { authorizationUrl }),
    ...(apiBase === undefined ? {} : { apiBase }),
    ...(trustedDomains === undefined ? {} : { trustedDomains }),
    ...(tenantIds === undefined ? {} : { tenantIds: partsOf(tenantIds) }),
    ...(frameOrigins === undefined ? {} : { frameOrigins: partsOf(frameOrigins) }),
    ...(applicationUrl === undefined ? {} : { applicationUrl: applicationUrl === '' ? null : applicationUrl }),
    ...(contact === undefined ? {} : { contact: contact === '' ? null : plain(contact, '/contact') }),
    ...(mappingPolicy === undefined ? {} : { mappingPolicy }),
    ...(enable ? { enabled: true } : disable ? { enabled: false } : {}),
  };
}

/** A text for people and pages. */
function plain(text: string, path: string): string {
  if (/^[^\p{Cc}\p{Cs}]{1,200}$/u.test(text)) return text;
  throw new InlayError('request_invalid', { details: [{ path, message: 'must be 1 to 200 printable characters' }] });
}

function partsOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function tell(row: JodooIntegrationRow, publicOrigin: string, json: true | undefined): void {
  const integration = presentIntegration(row, publicOrigin);
  if (json) return console.log(JSON.stringify({ integration }));
  const { id, name, enabled, urls } = integration;
  console.log(`${id}  ${name}${enabled ? '' : ', off'}`);
  console.log(`App Home Page URL:        ${urls.home}`);
  console.log(`In forms and dashboards:  ${urls.embed}`);
  console.log(`Then check it:            inlay doctor jodoo ${id}`);
}
