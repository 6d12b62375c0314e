import { Type } from 'typebox';
import type { Static } from 'typebox';
import { about, closed, field, fieldName, headerName, pointer, reason, template } from './entry-parts.ts';

/** RFC 6749 §3.3. */
const scope = Type.String({ pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$', maxLength: 200 });
/** Name of a parameter of a request, or of a member of an answer. */
const parameter = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.-]{0,63}$' });
const parameters = Type.Record(parameter, Type.String({ minLength: 1, maxLength: 512 }));
/** JSON Pointers (RFC 6901), or a `{setting}` of that type each. */
const pointerOrSetting = Type.String({ pattern: '^(?:(?:/[^/]+)+|\\{[a-z][A-Za-z0-9]*\\})$', maxLength: 128 });
const pointers = Type.Array(pointerOrSetting, { minItems: 1, maxItems: 4 });

/** The account's id is the values at `id`, within the tenants that `within` names; the first of `label` that is there is shown. */
const naming = { id: pointers, label: pointers, within: Type.Optional(Type.Array(fieldName, { minItems: 1 })) };

/** Where the account is named, so that a reconnection can prove that it is the same. */
const account = Type.Union([
  /** The claims of the ID token (OpenID Connect Core §2). */
  Type.Object({ from: Type.Literal('id_token'), ...naming }, closed),
  /** The answer of the token endpoint. */
  Type.Object({ from: Type.Literal('token'), ...naming }, closed),
  /** The answer to a reading request with the fresh token. */
  Type.Object(
    {
      from: Type.Literal('request'),
      method: Type.Union([Type.Literal('GET'), Type.Literal('POST')]),
      url: template,
      /** The header that carries the token. Default: `authorization: Bearer {accessToken}`. */
      credential: Type.Optional(
        Type.Object(
          { header: headerName, value: Type.String({ pattern: '\\{accessToken\\}', maxLength: 64 }) },
          closed,
        ),
      ),
      headers: Type.Optional(Type.Record(headerName, Type.String({ maxLength: 200 }))),
      /** JSON text. */
      body: Type.Optional(Type.String({ maxLength: 512 })),
      ...naming,
    },
    closed,
  ),
]);

/** Something of a generic provider that the vendor sets, not the person who connects: a part of templates like a field. */
const setting = Type.Object(
  {
    name: fieldName,
    label: Type.String({ minLength: 1, maxLength: 60 }),
    /** `url`: a whole https address; `pointer`: a JSON Pointer, for `account`; `text`: one of `values`. */
    type: Type.Union([Type.Literal('url'), Type.Literal('pointer'), Type.Literal('text')]),
    required: Type.Boolean(),
    default: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    values: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1 })),
    hint: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  closed,
);

/**
 * How a provider authorises by OAuth 2.0 with an authorization code (RFC 6749 §4.1). Addresses are templates: a `{field}`
 * stands in the path or as the first label of the host; a whole address is one `{setting}` of type `url`.
 */
const oauth = Type.Object(
  {
    /** The provider's own page about it. */
    docsUrl: Type.Optional(Type.String({ pattern: '^https://', maxLength: 200 })),
    /** What the vendor registers there, in a sentence or two. */
    setup: Type.Optional(Type.String({ minLength: 20, maxLength: 500 })),
    /** What `iss` must be in answers (RFC 9207) and ID tokens; with `discovery`, where the metadata is (RFC 8414). */
    issuer: Type.Optional(template),
    discovery: Type.Optional(Type.Literal(true)),
    authorizationUrl: Type.Optional(template),
    tokenUrl: Type.Optional(template),
    /** RFC 7009. */
    revocationUrl: Type.Optional(template),
    /** Asked for unless the vendor sets others. */
    scopes: Type.Array(scope, { maxItems: 64 }),
    /** Always asked for besides: without them the account is not named, or nothing is renewed. */
    identityScopes: Type.Optional(Type.Array(scope, { minItems: 1, maxItems: 8 })),
    /** Between two scopes in requests and answers. Default: a blank (RFC 6749 §3.3). */
    scopeSeparator: Type.Optional(Type.Union([Type.Literal(' '), Type.Literal(',')])),
    /** RFC 7636; whoever lacks it is an exception that says why. */
    pkce: Type.Union([Type.Literal('S256'), Type.Object({ exception: reason }, closed)]),
    /** How the client proves itself at the token endpoint (RFC 6749 §2.3.1). */
    tokenAuth: Type.Union([
      Type.Literal('client_secret_basic'),
      Type.Literal('client_secret_post'),
      Type.Literal('none'),
    ]),
    /** How the token endpoint reads its requests. Default: `form`, which RFC 6749 §4.1.3 wants. */
    tokenRequest: Type.Optional(Type.Union([Type.Literal('form'), Type.Literal('json')])),
    authorizationParams: Type.Optional(parameters),
    /** Beside those of RFC 6749 §4.1.3, when the code is exchanged. */
    tokenParams: Type.Optional(parameters),
    /** `rotating`: each refresh brings a new refresh token and ends the old one. */
    refresh: Type.Union([Type.Literal('rotating'), Type.Literal('reusable'), Type.Literal('none')]),
    /** Seconds that an access token lives where the answer of the token endpoint does not say. */
    accessTokenLifetime: Type.Optional(Type.Integer({ minimum: 60 })),
    /** Error codes of the token endpoint that say what `invalid_grant` says, beside it: the person has to connect anew. */
    refusals: Type.Optional(Type.Array(parameter, { minItems: 1 })),
    /** Where an answer of the token endpoint has its error code if `/error` (RFC 6749 §5.2) is not there. */
    errorPointer: Type.Optional(pointer),
    account,
    /** Members of the answer of the token endpoint that the vendor needs, by the name they are handed out under. */
    tokenFields: Type.Optional(Type.Record(fieldName, pointer)),
    /** The same of the answer that names the account. */
    accountFields: Type.Optional(Type.Record(fieldName, pointer)),
    /** The same of the parameters that the provider adds to the callback. */
    callbackFields: Type.Optional(Type.Record(fieldName, parameter)),
    /** What the vendor sets beside client id and secret. */
    settings: Type.Optional(Type.Array(setting, { minItems: 1, maxItems: 12 })),
  },
  closed,
);

/** Schema of an entry whose provider authorises in its own window. */
export const oauthEntrySchema = Type.Object(
  {
    ...about,
    kind: Type.Literal('oauth2'),
    /** What must be known before the window opens, such as the tenant in an address. None of it is secret. */
    fields: Type.Array(field, { maxItems: 8 }),
    oauth,
  },
  closed,
);

/** A provider that authorises by OAuth 2.0. */
export type OAuthEntry = Static<typeof oauthEntrySchema>;

/** What an entry says of OAuth. */
export type OAuthTraits = OAuthEntry['oauth'];
