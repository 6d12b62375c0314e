import { unless } from './inlay-api.ts';
import type { InlayApi } from './inlay-api.ts';
import { customers, memberOf, unconfirmedCustomer, user } from './workspace.ts';

/** Name under which the partner's key is registered; it stands in the header of every token. */
export const signingKeyId = 'tidewater-1';

/** The partner's own app at a provider, in whose name people are asked for access. */
export interface ProviderApp {
  readonly provider: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Tells Inlay about the partner through the partner API: the public half of its key, its customers with the origins
 * that may frame them, the person, and its app at the provider. What is there already is brought up to date, so it can run at every start.
 */
export async function setUpPartner(
  api: InlayApi,
  publicKey: string,
  embeddingOrigins: readonly string[],
  app: ProviderApp,
): Promise<void> {
  const { provider, clientId, clientSecret } = app;
  await api('PUT', `/providers/${provider}`, { clientId, clientSecret, enabled: true });
  await unless(['signing_key_taken'], () => api('POST', '/signing-keys', { publicKey, kid: signingKeyId }));
  for (const { externalId, name } of customers) {
    await putCustomer(api, { externalId, name, embeddingOrigins, confirmed: true });
    const member = { customer: `E${externalId}`, externalId: memberOf(externalId), name: user.name, email: user.email };
    await unless(['external_id_taken'], () => api('POST', '/members', member));
  }
  await putCustomer(api, { ...unconfirmedCustomer, embeddingOrigins, confirmed: false });
}

interface CustomerBody {
  readonly externalId: string;
  readonly name: string;
  readonly embeddingOrigins: readonly string[];
  readonly confirmed: boolean;
}

async function putCustomer(api: InlayApi, customer: CustomerBody): Promise<void> {
  await unless(['external_id_taken'], () => api('POST', '/customers', customer));
  await api('PATCH', `/customers/${encodeURIComponent(`E${customer.externalId}`)}`, customer);
}
