import { InlayError, isPublicId } from '@inlay/shared';
import type { AccountServices } from '../accounts/change.ts';
import type { Config } from '../config.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import type { Mint } from '../direct-links/mint.ts';
import { createOutbound } from '../http/outbound.ts';
import type { Outbound } from '../http/outbound.ts';
import type { FlowStore } from '../state/flow-store.ts';
import { createAttempts } from './attempts.ts';
import type { Attempts } from './attempts.ts';
import { createJodooClient } from './client.ts';
import type { JodooClient } from './client.ts';
import type { Grant } from './grant.ts';
import type { FaultOfAddress } from './integration-input.ts';
import { createRecords } from './records.ts';
import { createSignIn } from './sign-in.ts';
import type { SignIn } from './sign-in.ts';
import { createTickets } from './tickets.ts';
import type { Tickets } from './tickets.ts';
import { createWays } from './ways.ts';
import type { Ways } from './ways.ts';

/** What signing in by Jodoo needs from the services around it. */
export interface JodooSetup extends AccountServices {
  readonly config: Pick<Config, 'outboundAllowedHosts' | 'publicOrigin'>;
  readonly flows: FlowStore;
  readonly mint: Mint;
}

/** Signing in by Jodoo, with its way out. */
export interface JodooService {
  readonly client: JodooClient;
  readonly outbound: Outbound;
  readonly faultOfAddress: FaultOfAddress;
  readonly signIn: SignIn;
  readonly tickets: Tickets;
  readonly ways: Ways;
  readonly attempts: Attempts;
  /** An integration as it is now, never from memory: a new secret holds at once. Throws `jodoo_integration_missing`. */
  find(id: string): Promise<JodooIntegrationRow>;
  /** Jodoo's authorization page, for a state. */
  authorizationAddress(row: JodooIntegrationRow, state: string): string;
  /** The vendor's own application with a direct link for whoever signed in. Throws what minting throws. */
  applicationAddress(row: JodooIntegrationRow, grant: Grant): Promise<string>;
  close(): Promise<void>;
}

/** Milliseconds until Jodoo must have answered whole. */
const timeout = 5_000;

export function createJodooService(setup: JodooSetup): JodooService {
  const { config, database, directory, flows, vault, clock, mint } = setup;
  const { publicOrigin } = config;
  const outbound = createOutbound({ allowedHosts: config.outboundAllowedHosts, timeout });
  const client = createJodooClient(outbound);
  const records = createRecords(flows, vault);
  return {
    client,
    outbound,
    faultOfAddress: outbound.faultOf,
    signIn: createSignIn({ ...setup, client, publicOrigin }),
    tickets: createTickets(records),
    ways: createWays(records),
    attempts: createAttempts(records, clock),
    async find(id) {
      const row = isPublicId(id, 'jodooIntegration')
        ? await database.selectFrom('jodoo_integrations').selectAll().where('id', '=', id).executeTakeFirst()
        : undefined;
      if (row === undefined) throw new InlayError('jodoo_integration_missing');
      return row;
    },
    authorizationAddress(row, state) {
      const url = new URL(row.authorization_url);
      url.searchParams.set('app_id', row.suite_id);
      url.searchParams.set('state', state);
      // A constant of the configuration, one for each integration (A57, A59).
      url.searchParams.set('redirect_uri', `${publicOrigin}/jodoo/${row.id}/callback`);
      return url.href;
    },
    async applicationAddress(row, { vendorId, customerId, memberId, path }) {
      const vendor = await directory.vendorById(vendorId);
      const customer = await directory.customer(vendorId, { id: customerId });
      const member = await directory.member(vendorId, { id: memberId });
      if (vendor === undefined || customer === undefined || member === undefined) {
        throw new InlayError('jodoo_member_disabled');
      }
      const address = new URL(row.application_url ?? '');
      const origin = customer.embeddingOrigins.find((one) => one === address.origin);
      const link = await mint({ vendor, customer, member, path, ...(origin === undefined ? {} : { origin }) });
      address.searchParams.set('direct_link', link.url);
      return address.href;
    },
    close: () => outbound.close(),
  };
}
