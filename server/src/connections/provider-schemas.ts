import type { ProviderField } from '@inlay/shared';
import { Type } from 'typebox';
import { Moment, nullable } from '../http/api-schema.ts';
import type { FieldModes } from './provider-settings.ts';
import { providerMembers } from './schemas.ts';

const closed = { additionalProperties: false };
/** RFC 6749 appendix A: what a client id and secret may be made of. */
const credential = (maxLength: number, description: string): Type.TUnsafe<string> =>
  Type.Unsafe<string>({ type: 'string', minLength: 1, maxLength, pattern: '^[ -~]+$', description });
const nullableList = (description: string): Type.TUnsafe<string[] | null> =>
  Type.Unsafe<string[] | null>({
    type: ['array', 'null'],
    maxItems: 100,
    items: { type: 'string', maxLength: 200, pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$' },
    description,
  });
const name = '^[a-z][A-Za-z0-9]{0,31}$';
const fieldModes = Type.Unsafe<FieldModes>({
  type: 'object',
  maxProperties: 8,
  propertyNames: { pattern: name },
  additionalProperties: {
    type: 'object',
    properties: {
      mode: { enum: ['prefill', 'lock', 'hide'] },
      value: { type: 'string', minLength: 1, maxLength: 4096 },
    },
    required: ['mode', 'value'],
    additionalProperties: false,
  },
  description: 'By the name of an open field: shown and free to change, shown and fixed, or not shown at all.',
});
const settings = Type.Unsafe<Record<string, string>>({
  type: 'object',
  maxProperties: 12,
  propertyNames: { pattern: name },
  additionalProperties: { type: 'string', minLength: 1, maxLength: 512 },
  description: 'Of generic providers: issuer, addresses and the like.',
});
const clientId = credential(512, 'Client id that the provider gave you.');
const enabled = Type.Boolean({ description: 'Whether your customers may connect it. Connections that stand go on.' });
const vendorScopes = nullableList('Asked for in place of the catalogue’s; null for those.');
const customerScopes = nullableList('At most these are asked for; null for no restriction.');
const allowed = Type.Boolean({ description: 'Whether this customer may connect it.' });

export const ProviderParams = Type.Object({ provider: Type.String({ description: 'Provider id.' }) });
export const CustomerProviderParams = Type.Object({
  id: Type.String({ description: 'Customer id, or E followed by your external id, percent-encoded.' }),
  provider: Type.String({ description: 'Provider id.' }),
});

const listed = {
  ...providerMembers,
  fields: Type.Unsafe<readonly ProviderField[]>(providerMembers.fields),
  configured: Type.Boolean({ description: 'Whether your customers can connect it, unless you switched it off.' }),
  enabled,
  missing: Type.Array(Type.String(), { description: 'What you have yet to set, by the names of the members.' }),
  redirectUri: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'What to register at the provider; null where it does not authorise by OAuth.',
  }),
};
export const ListedProvider = Type.Object(listed);
export const OwnProvider = Type.Object({
  ...listed,
  configuration: Type.Object({
    clientId: nullable(clientId),
    hasClientSecret: Type.Boolean(),
    scopes: vendorScopes,
    settings,
    fields: fieldModes,
    createdAt: nullable(Moment),
    updatedAt: nullable(Moment),
  }),
});
export const ProviderInput = Type.Object(
  {
    clientId: Type.Optional(nullable(clientId)),
    clientSecret: Type.Optional(nullable(credential(4096, 'Client secret. Never answered.'))),
    scopes: Type.Optional(vendorScopes),
    settings: Type.Optional(settings),
    fields: Type.Optional(fieldModes),
    enabled: Type.Optional(enabled),
  },
  { ...closed, minProperties: 1 },
);
export const CustomerProvider = Type.Object({
  provider: Type.String({ description: 'Provider id.' }),
  allowed,
  scopes: customerScopes,
  fields: fieldModes,
  updatedAt: nullable(Moment),
});
export const CustomerProviderInput = Type.Object(
  { allowed: Type.Optional(allowed), scopes: Type.Optional(customerScopes), fields: Type.Optional(fieldModes) },
  { ...closed, minProperties: 1 },
);
