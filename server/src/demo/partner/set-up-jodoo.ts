import type { Jodoo } from '../jodoo/jodoo.ts';
import { people, tenants } from '../jodoo/people.ts';
import { unless } from './inlay-api.ts';
import type { InlayApi } from './inlay-api.ts';
import { customers, memberOf } from './workspace.ts';

/** Suite ID of the app at Jodoo. */
const suiteId = 'suite_tidewater';

/** What Inlay says of an integration, as far as it is needed here. */
interface Integration {
  readonly id: string;
  readonly suiteId: string;
  readonly urls: { readonly home: string; readonly login: string; readonly embed: string };
}

/**
 * Sets the first customer's integration app up: in Inlay through the partner API, and at Jodoo with the addresses that
 * Inlay tells. Two of Jodoo's people are mapped; the third is not, so that one can see what they see. Answers where one
 * signs in. The secret is a new one at each start, and so are the ports, perhaps.
 */
export async function setUpJodoo(
  api: InlayApi,
  jodoo: Jodoo,
  origins: Readonly<Record<'inlay' | 'jodoo', string>>,
): Promise<{ readonly login: string }> {
  const customer = customers[0]?.externalId ?? '';
  const trustedDomains = new URL(origins.inlay).hostname;
  const app = jodoo.addApp({
    suiteId,
    name: 'Tidewater',
    description: 'Follows your parcels, with the services that you connect.',
    homePage: origins.inlay,
    trustedDomains,
  });
  const settings = {
    name: 'Harbor & Pine',
    suiteId,
    suiteSecret: app.suiteSecret,
    authorizationUrl: `${origins.jodoo}${jodoo.settings.authorizationPath}`,
    apiBase: origins.jodoo,
    trustedDomains,
    tenantIds: [tenants.harborPine.id],
    frameOrigins: [origins.jodoo],
    contact: 'Mara Lindqvist, order desk',
  };
  const { data } = (await api('GET', '/jodoo-integrations?limit=100')) as { readonly data: readonly Integration[] };
  const standing = data.find((one) => one.suiteId === suiteId);
  const { id, urls } = (
    standing === undefined
      ? await api('POST', '/jodoo-integrations', { ...settings, customer: `E${customer}` })
      : await api('PATCH', `/jodoo-integrations/${standing.id}`, settings)
  ) as Integration;
  Object.assign(app, { homePage: urls.home, embedAddress: urls.embed });

  const tomas = `tomas@${customer}`;
  const { name } = people.tomas;
  await unless(['external_id_taken'], () =>
    api('POST', '/members', { customer: `E${customer}`, externalId: tomas, name }),
  );
  for (const [{ tenant, username }, member] of [
    [people.mara, memberOf(customer)],
    [people.tomas, tomas],
  ] as const) {
    const mapping = { integration: id, tenantId: tenant.id, username, member: `E${member}` };
    await unless(['jodoo_member_taken'], () => api('POST', '/jodoo-members', mapping));
  }
  return { login: urls.login };
}
