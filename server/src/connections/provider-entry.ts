import { Type } from 'typebox';
import type { Static } from 'typebox';

const closed = { additionalProperties: false };
/** Text with `{field}` parts. */
const template = Type.String({ minLength: 1, maxLength: 512 });
const fieldName = Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,31}$' });
/** JSON Pointer (RFC 6901). */
const pointer = Type.String({ pattern: '^(?:/[^/]+)+$', maxLength: 128 });
const status = Type.Integer({ minimum: 200, maximum: 599 });

const field = Type.Object(
  {
    name: fieldName,
    label: Type.String({ minLength: 1, maxLength: 40 }),
    type: Type.Union([Type.Literal('text'), Type.Literal('password'), Type.Literal('url'), Type.Literal('email')]),
    required: Type.Boolean(),
    secret: Type.Boolean(),
    hint: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    placeholder: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    pattern: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    maxLength: Type.Integer({ minimum: 1, maximum: 4096 }),
  },
  closed,
);

/** How the credentials travel. */
const auth = Type.Union([
  /** RFC 6750; where `headerField` is filled in, that header carries the bare token instead. */
  Type.Object({ scheme: Type.Literal('bearer'), token: template, headerField: Type.Optional(fieldName) }, closed),
  /** RFC 7617. */
  Type.Object({ scheme: Type.Literal('basic'), username: template, password: template }, closed),
  Type.Object(
    { scheme: Type.Literal('header'), name: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }), value: template },
    closed,
  ),
]);

/** One cheap reading request that a provider answers only to good credentials. */
const verification = Type.Object(
  {
    method: Type.Union([Type.Literal('GET'), Type.Literal('POST')]),
    /** `{field}` parts may stand in the path, or as the first label of the host; or the whole is one field of type `url`. */
    url: template,
    auth,
    headers: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]*$' }), Type.String({ maxLength: 200 }))),
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
  Type.Object({ proof: Type.Literal('none'), reason: Type.String({ minLength: 10, maxLength: 300 }) }, closed),
]);

/** Schema of a provider's entry in the catalogue. */
export const providerEntrySchema = Type.Object(
  {
    /** Stable: it stands in paths and in the database. */
    id: Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$' }),
    name: Type.String({ minLength: 1, maxLength: 60 }),
    kind: Type.Union([Type.Literal('api_key'), Type.Literal('basic')]),
    description: Type.String({ minLength: 10, maxLength: 160 }),
    initials: Type.String({ pattern: '^[A-Za-z0-9]{1,2}$' }),
    hue: Type.Integer({ minimum: 0, maximum: 359 }),
    helpUrl: Type.Optional(Type.String({ pattern: '^https://', maxLength: 200 })),
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

/** A provider as the catalogue describes it. */
export type ProviderEntry = Static<typeof providerEntrySchema>;
