import { InlayError, parseReference } from '@inlay/shared';
import { Command, Option } from 'commander';
import type { Customer, Member, Vendor } from '../accounts/types.ts';
import type { Services } from '../services.ts';
import { withServices } from './with-services.ts';

interface MintOptions {
  readonly vendor: string;
  readonly customer: string;
  readonly member?: string;
  readonly path?: string;
  readonly origin?: string;
  readonly locale?: string;
  readonly theme?: 'light' | 'dark' | 'auto';
  readonly json?: boolean;
}

/** `inlay links mint`: a direct link, for trying things out by hand. */
export function linksCommand(): Command {
  const mint = new Command('mint')
    .description('make a direct link, good for 30 seconds and one use')
    .requiredOption('--vendor <vendor>', 'vendor id (ven_…) or vendor key')
    .requiredOption('--customer <customer>', 'customer id, or E<externalId>')
    .option('--member <member>', 'member id, or E<externalId>')
    .option('--path <path>', 'page to open (default: /embedded/connections)')
    .option('--origin <origin>', 'embedding origin, needed where the customer has several')
    .option('--locale <locale>', 'language, as a BCP 47 tag')
    .addOption(new Option('--theme <theme>', 'colours').choices(['light', 'dark', 'auto']))
    .option('--json', 'print JSON')
    .action(async (options: MintOptions) => {
      await withServices(async (services) => {
        const link = await services.mint({ ...options, ...(await findViewer(services, options)) });
        const { url, token, jti } = link;
        const answer = { url, token, jti, expiresAt: new Date(link.expiresAt).toISOString() };
        console.log(options.json ? JSON.stringify(answer, null, 2) : url);
      });
    });
  return new Command('links').description('direct links').addCommand(mint);
}

async function findViewer(
  { directory }: Services,
  options: MintOptions,
): Promise<{ vendor: Vendor; customer: Customer; member: Member | undefined }> {
  const vendor = (await directory.vendorById(options.vendor)) ?? (await directory.vendorByKey(options.vendor));
  if (vendor === undefined) throw new InlayError('not_found', { detail: `no vendor ${options.vendor}` });
  const customerReference = parseReference(options.customer);
  const customer = customerReference && (await directory.customer(vendor.id, customerReference));
  if (customer === undefined) throw new InlayError('team_missing');
  if (options.member === undefined) return { vendor, customer, member: undefined };
  const memberReference = parseReference(options.member);
  const member = memberReference && (await directory.member(vendor.id, memberReference));
  if (member?.customerId !== customer.id) throw new InlayError('member_invalid');
  return { vendor, customer, member };
}
