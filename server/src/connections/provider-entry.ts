import { Type } from 'typebox';
import type { Static } from 'typebox';
import { about, closed, field, fieldName, headerName, pointer, reason, template } from './entry-parts.ts';
import { oauthEntrySchema } from './oauth-entry.ts';
import type { OAuthEntry } from './oauth-entry.ts';

const status = Type.Integer({ minimum: 200, maximum: 599 });

/** How the credentials travel. */
const auth = Type.Union([
  /** RFC 6750; where `headerField` is filled in, that header carries the bare token instead. */
  Type.Object({ scheme: Type.Literal('bearer'), token: template, headerField: Type.Optional(fieldName) }, closed),
  /** RFC 7617. */
  Type.Object({ scheme: Type.Literal('basic'), username: template, password: template }, closed),
  Type.Object({ scheme: Type.Literal('header'), name: headerName, value: template }, closed),
]);

/** One cheap reading request that a provider answers only to good credentials. */
const verification = Type.Object(
  {
    method: Type.Union([Type.Literal('GET'), Type.Literal('POST')]),
    /** `{field}` parts may stand in the path, or as the first label of the host; or the whole is one field of type `url`. */
    url: template,
    auth,
    headers: Type.Optional(Type.Record(headerName, Type.String({ maxLength: 200 }))),
    /** JSON text. */
    body: Type.Optional(Type.String({ maxLength: 512 })),
    /** Statuses of an answer to good credentials. */
    accepted: Type.Array(status, { minItems: 1 }),
    /** Statuses of an answer to bad credentials; every other status means that the provider cannot say. */
    refused: Type.Array(status, { minItems: 1 }),
    /** A refusal that only the body tells from other failures of the same status. */
    refusedWhen: Type.Optional(
      Type.Object(
        { status, pointer, values: Type.Array(Type.Union([Type.Number(), Type.String()]), { minItems: 1 }) },
        closed,
      ),
    ),
    /** Set where a person chooses the address: it must refuse the same request without credentials, else it proves nothing. */
    control: Type.Optional(Type.Literal(true)),
    /** What an answer to good credentials must hold. */
    expects: Type.Optional(pointer),
  },
  closed,
);

/** How a reconnection proves that it is the same account. */
const account = Type.Union([
  /** The answer names the account: its id is the values at `id`, within the tenants that `within` names. */
  Type.Object(
    {
      proof: Type.Literal('answer'),
      id: Type.Array(pointer, { minItems: 1 }),
      within: Type.Optional(Type.Array(fieldName, { minItems: 1 })),
      /** The first of these that the answer has is shown. */
      label: Type.Array(pointer, { minItems: 1 }),
    },
    closed,
  ),
  /** The answer names nobody: the account is what these fields, which the provider accepted, say. */
  Type.Object(
    { proof: Type.Literal('fields'), fields: Type.Array(fieldName, { minItems: 1 }), label: fieldName },
    closed,
  ),
  /** Nothing tells one account from another: any credentials that the provider accepts reconnect. */
  Type.Object({ proof: Type.Literal('none'), reason }, closed),
]);

/** Schema of an entry whose provider takes credentials that a person fills in. */
const keyEntrySchema = Type.Object(
  {
    ...about,
    kind: Type.Union([Type.Literal('api_key'), Type.Literal('basic')]),
    fields: Type.Array(field, { minItems: 1, maxItems: 8 }),
    /** Further template parts, cut out of a field by the one group of `pattern`. */
    derived: Type.Optional(
      Type.Record(fieldName, Type.Object({ field: fieldName, pattern: Type.String({ maxLength: 200 }) }, closed)),
    ),
    verification,
    account,
  },
  closed,
);

const isOAuth = { properties: { kind: { const: 'oauth2' } } };

/** Schema of a provider's entry in the catalogue: `kind` says which of the two it must be, so that faults name that one. */
export const providerEntrySchema = Type.Unsafe<ProviderEntry>({
  type: 'object',
  properties: { kind: { enum: ['oauth2', 'api_key', 'basic'] } },
  required: ['kind'],
  allOf: [
    { if: isOAuth, else: keyEntrySchema },
    { if: { properties: { kind: { not: isOAuth.properties.kind } } }, else: oauthEntrySchema },
  ],
});

/** A provider to which a person hands over credentials. */
export type KeyEntry = Static<typeof keyEntrySchema>;

/** A provider as the catalogue describes it. */
export type ProviderEntry = KeyEntry | OAuthEntry;
