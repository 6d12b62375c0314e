import { InlayError, isLoopbackHost } from '@inlay/shared';
import type { AccountServices } from '../accounts/change.ts';
import { customerFault } from '../direct-links/policy.ts';
import type { JodooIntegrationRow } from '../database/schema.ts';
import { toInlayError } from '../http/errors.ts';
import type { FlowStore } from '../state/flow-store.ts';
import type { JodooClient } from './client.ts';
import type { Grant } from './grant.ts';
import { sha256 } from './hashes.ts';
import { openSuiteSecret } from './integrations.ts';
import { findMapped } from './mapping.ts';
import { noteSecretState } from './secret-state.ts';
import { isTrusted } from './trusted-domains.ts';
import { toIntegration } from './types.ts';
import type { JodooIdentity } from './types.ts';

/** By which way somebody came: with a code of Enter App, or back from the authorization page. */
export type Entrance = 'home' | 'login' | 'popup' | 'silent';

/** What somebody brought. */
export interface Arrival {
  readonly entrance: Entrance;
  readonly code: string;
  readonly path: string;
  readonly requestId: string;
  /** Milliseconds that Jodoo took are added here. */
  readonly spent: { jodoo: number };
}

/** What signing in is built on. */
export interface SignInParts extends AccountServices {
  readonly client: JodooClient;
  readonly flows: FlowStore;
  readonly publicOrigin: string;
}

/** Finds out who came, by one exchange of the code, and whom they are here. Throws the codes of the contract, section 7. */
export type SignIn = (integration: JodooIntegrationRow, arrival: Arrival) => Promise<Grant>;

/** Milliseconds for which a code is remembered as used: no code lives longer. */
const codeMemory = 10 * 60_000;
const codeMaxLength = 2_048;

export function createSignIn(parts: SignInParts): SignIn {
  const { client, flows, directory, audit, clock } = parts;

  /**
   * Exchanges a code. It is claimed first, over all instances: whatever comes twice, by Back, Reload or a second click,
   * is asked of Jodoo once (A56).
   */
  async function exchange(row: JodooIntegrationRow, { code, spent }: Arrival): Promise<JodooIdentity> {
    if (code.length > codeMaxLength || !code.isWellFormed()) throw invalid('no code of Jodoo’s');
    const { id, api_base: apiBase, suite_id: suiteId } = row;
    const suiteSecret = await openSuiteSecret(parts, row);
    const key = `jodoo-code/${sha256(JSON.stringify([apiBase, suiteId, code]))}`;
    if (!(await flows.create(key, id, codeMemory))) throw invalid('came before');
    const startedAt = performance.now();
    const answer = await client.authInfo({ apiBase, suiteSecret, code });
    spent.jodoo += performance.now() - startedAt;
    await noteSecretState(parts.database, row, answer, clock());
    if (answer.kind === 'identity') return answer.identity;
    throw new InlayError(answer.code, { detail: answer.detail });
  }

  return async (row, arrival) => {
    const { requestId, entrance, path } = arrival;
    const { vendor_id: vendorId, customer_id: customerId, id: integrationId } = row;
    const facts: { identity?: JodooIdentity; memberId?: string } = {};
    let error: InlayError | undefined;
    try {
      checkStanding(row, parts.publicOrigin);
      facts.identity = await exchange(row, arrival);
      checkTenant(row, facts.identity);
      const mapping = await findMapped(parts, row, facts.identity, requestId);
      facts.memberId = mapping.member_id;
      await checkAccounts(directory, vendorId, customerId, mapping.member_id);
      const { id: jodooMemberId, member_id: memberId } = mapping;
      return { vendorId, customerId, memberId, integrationId, jodooMemberId, path };
    } catch (thrown) {
      error = toInlayError(thrown);
      throw error;
    } finally {
      audit.record({
        vendorId,
        action: 'jodoo.sign_in',
        outcome: error === undefined ? 'accepted' : 'refused',
        code: error?.code ?? null,
        actor: 'jodoo',
        customerId,
        memberId: facts.memberId ?? null,
        requestId,
        target: integrationId,
        // Who is let in is known by the member; whoever is not, by what Jodoo calls them.
        detail: {
          entrance,
          ...(error === undefined
            ? {}
            : { ...facts.identity, ...(error.detail === undefined ? {} : { reason: error.detail }) }),
        },
      });
    }
  };
}

/**
 * Checks that an integration may sign anybody in. Throws `jodoo_app_disabled`, `jodoo_https_required` and
 * `jodoo_domain_untrusted`.
 */
export function checkStanding(row: JodooIntegrationRow, publicOrigin: string): void {
  const { enabled, trustedDomains } = toIntegration(row);
  if (!enabled) throw new InlayError('jodoo_app_disabled');
  const { protocol, hostname } = new URL(publicOrigin);
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) throw new InlayError('jodoo_https_required');
  if (!isTrusted(trustedDomains, publicOrigin)) {
    throw new InlayError('jodoo_domain_untrusted', { detail: `${hostname} is not on the list` });
  }
}

function checkTenant(row: JodooIntegrationRow, { tenantId }: JodooIdentity): void {
  const { tenantIds } = toIntegration(row);
  if (tenantIds.length > 0 && !tenantIds.includes(tenantId)) throw new InlayError('jodoo_tenant_not_allowed');
}

/** Who is disabled here is refused although Jodoo vouches for them. */
async function checkAccounts(
  directory: AccountServices['directory'],
  vendorId: string,
  customerId: string,
  memberId: string,
): Promise<void> {
  const refuse = (detail: string): never => {
    throw new InlayError('jodoo_member_disabled', { detail });
  };
  const vendor = await directory.vendorById(vendorId);
  const customer = await directory.customer(vendorId, { id: customerId });
  if (vendor === undefined || !vendor.directLinksEnabled) return refuse('the vendor is disabled');
  if (customer === undefined || customer.id === vendor.adminCustomerId) return refuse('the customer admits nobody');
  const fault = customerFault(customer);
  if (fault !== undefined) return refuse(`the customer: ${fault}`);
  const member = await directory.member(vendorId, { id: memberId });
  if (member === undefined || member.customerId !== customerId) return refuse('the member is another customer’s');
  if (!member.confirmed) return refuse('the member is unconfirmed');
}

function invalid(detail: string): InlayError {
  return new InlayError('jodoo_code_invalid', { detail });
}
