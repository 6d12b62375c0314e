import { InlayError } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { getCustomer } from '../accounts/customers.ts';
import { operation } from '../http/api-schema.ts';
import { requireReference } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import { unrestricted } from './customer-providers.ts';
import { clearProvider, configureProvider, liftRestriction, restrictProvider } from './provider-changes.ts';
import type { ProviderEntry } from './provider-entry.ts';
import { presentCustomerProvider, presentListedProvider, presentOwnProvider } from './provider-resources.ts';
import {
  CustomerProvider,
  CustomerProviderInput,
  CustomerProviderParams,
  ListedProvider,
  OwnProvider,
  ProviderInput,
  ProviderParams,
} from './provider-schemas.ts';

const tags = ['providers'] as const;

/** `/api/v1/providers` and `/api/v1/customers/{id}/providers`: what a vendor sets for providers, and for whom. */
export function providerRoutes(app: App, services: Services): void {
  const { database } = services;
  const { providers } = services.connections;
  const changes = { ...services, faultOfAddress: providers.faultOfAddress };
  const { publicOrigin } = services.config;

  function entryOf({ provider }: { readonly provider: string }): ProviderEntry {
    const entry = providers.catalogue.get(provider);
    if (entry === undefined) throw new InlayError('not_found');
    return entry;
  }

  app.get(
    '/providers',
    operation('GET', 'connections:read', [], {
      operationId: 'listProviders',
      summary: 'List the providers of the catalogue',
      tags,
      response: { 200: Type.Object({ data: Type.Array(ListedProvider) }) },
    }),
    async ({ partner }) => {
      const set = await providers.settings.all(partner.vendorId);
      const present = (entry: ProviderEntry) => presentListedProvider(entry, set.get(entry.id), publicOrigin);
      return { data: [...providers.catalogue.values()].map(present) };
    },
  );
  app.get(
    '/providers/:provider',
    operation('GET', 'providers:read', ['not_found'], {
      operationId: 'getProvider',
      summary: 'Get a provider, and what you set for it',
      tags,
      params: ProviderParams,
      response: { 200: OwnProvider },
    }),
    async ({ partner, params }) => {
      const entry = entryOf(params);
      return presentOwnProvider(entry, (await providers.settings.all(partner.vendorId)).get(entry.id), publicOrigin);
    },
  );
  app.put(
    '/providers/:provider',
    operation('PUT', 'providers:write', ['not_found'], {
      operationId: 'configureProvider',
      summary: 'Set a provider up',
      description:
        'Sets the members given and leaves the others. The client secret is stored sealed and never answered.',
      tags,
      params: ProviderParams,
      body: ProviderInput,
      response: { 200: OwnProvider },
    }),
    async ({ partner, params, body }) => {
      const entry = entryOf(params);
      const set = await configureProvider(changes, partner.author, partner.vendorId, entry, body);
      return presentOwnProvider(entry, set, publicOrigin);
    },
  );
  app.delete(
    '/providers/:provider',
    operation('DELETE', 'providers:write', ['not_found'], {
      operationId: 'clearProvider',
      summary: 'Forget what you set for a provider, its client secret with it',
      tags,
      params: ProviderParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner, params }, reply) => {
      await clearProvider(changes, partner.author, partner.vendorId, entryOf(params));
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/customers/:id/providers/:provider',
    operation('GET', 'providers:read', ['not_found'], {
      operationId: 'getCustomerProvider',
      summary: 'Get how a provider is restricted for a customer',
      tags,
      params: CustomerProviderParams,
      response: { 200: CustomerProvider },
    }),
    async ({ partner: { vendorId }, params }) => {
      const entry = entryOf(params);
      const customer = await getCustomer(database, vendorId, requireReference(params));
      const restriction = (await providers.restrictions(vendorId, customer.id)).get(entry.id);
      return presentCustomerProvider(entry, restriction ?? unrestricted);
    },
  );
  app.put(
    '/customers/:id/providers/:provider',
    operation('PUT', 'providers:write', ['not_found'], {
      operationId: 'restrictCustomerProvider',
      summary: 'Restrict a provider for a customer',
      description: 'Sets the members given and leaves the others. Connections that stand are left alone.',
      tags,
      params: CustomerProviderParams,
      body: CustomerProviderInput,
      response: { 200: CustomerProvider },
    }),
    async ({ partner: { vendorId, author }, params, body }) => {
      const entry = entryOf(params);
      const restriction = await restrictProvider(changes, author, vendorId, requireReference(params), entry, body);
      return presentCustomerProvider(entry, restriction);
    },
  );
  app.delete(
    '/customers/:id/providers/:provider',
    operation('DELETE', 'providers:write', ['not_found'], {
      operationId: 'liftCustomerProvider',
      summary: 'Lift what you set for a provider of a customer',
      tags,
      params: CustomerProviderParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner: { vendorId, author }, params }, reply) => {
      await liftRestriction(changes, author, vendorId, requireReference(params), entryOf(params));
      return reply.code(204).send(null);
    },
  );
}
