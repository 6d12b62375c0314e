import { InlayError } from '@inlay/shared';
import type { Directory } from '../../accounts/directory.ts';
import { customerFault } from '../../direct-links/policy.ts';
import type { SessionStore } from '../../state/session-store.ts';
import { withFixedFields } from '../available-providers.ts';
import { readFields } from '../fields.ts';
import type { FieldValues } from '../fields.ts';
import type { OAuthEntry } from '../oauth-entry.ts';
import type { ProviderSettings } from '../provider-settings.ts';
import type { Providers } from '../providers.ts';
import type { Flow } from './flow.ts';
import type { Names } from './window-answer.ts';

/** Where the parties to a flow are found. */
export interface PartyParts {
  readonly providers: Providers;
  readonly directory: Pick<Directory, 'vendorById' | 'customer' | 'member'>;
  readonly sessionStore: Pick<SessionStore, 'findById'>;
}

/** What a provider is spoken to with. */
export interface FlowProvider {
  readonly entry: OAuthEntry;
  readonly settings: ProviderSettings;
  readonly values: FieldValues;
}

/** Who takes part in a flow, as they are at the moment: minutes pass between its steps. */
export interface FlowParties {
  /** The provider as the customer may connect it, and its form as it was filled in. Throws `provider_not_configured`. */
  providerOf(flow: Flow): Promise<FlowProvider>;
  namesOf(flow: Flow): Promise<Names>;
  /** Whether whoever began the flow may still have it finished. */
  isStillWelcome(flow: Flow): Promise<boolean>;
}

export function createFlowParties({ providers, directory, sessionStore }: PartyParts): FlowParties {
  return {
    async providerOf(flow) {
      const available = await providers.available.get(flow.vendorId, flow.customerId, flow.provider);
      const settings = await providers.settings.find(flow.vendorId, flow.provider);
      const { entry } = available;
      if (entry.kind !== 'oauth2' || settings === undefined) throw new InlayError('provider_not_configured');
      return {
        entry,
        settings,
        values: readFields(entry, withFixedFields(available, flow.input), providers.faultOfAddress),
      };
    },

    async namesOf(flow) {
      const vendor = await directory.vendorById(flow.vendorId);
      const customer = await directory.customer(flow.vendorId, { id: flow.customerId });
      const provider = providers.catalogue.get(flow.provider)?.name ?? flow.provider;
      return { vendor: vendor?.name ?? '', customer: customer?.name ?? '', provider };
    },

    async isStillWelcome({ vendorId, customerId, memberId, sessionId }) {
      const session = await sessionStore.findById(vendorId, sessionId);
      if (session?.endedReason === 'revoked') return false;
      const customer = await directory.customer(vendorId, { id: customerId });
      if (customer === undefined || customerFault(customer) !== undefined) return false;
      if (memberId === null) return true;
      const member = await directory.member(vendorId, { id: memberId });
      return member !== undefined && member.confirmed && member.customerId === customerId;
    },
  };
}
