import { errorCatalogue } from '@inlay/shared';
import type { ErrorCode } from '@inlay/shared';
import { Type } from 'typebox';
import type { TSchema, TUnsafe } from 'typebox';
import type { Scope } from '../accounts/scopes.ts';

/** Body of every refusal of the partner API. */
export const ErrorBody = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: 'Stable code; docs/error-codes.md explains each.' }),
      message: Type.String({ description: 'Cause and remedy, for people.' }),
      requestId: Type.String({ description: 'Quote it when you ask about this answer.' }),
      details: Type.Optional(
        Type.Array(
          Type.Object({
            path: Type.String({ description: 'JSON Pointer (RFC 6901) of the faulty member.' }),
            message: Type.String(),
          }),
        ),
      ),
    }),
  },
  { $id: 'Error' },
);

/** A text of 1 to `maxLength` characters without control characters or lone surrogates. */
export function text(maxLength: number, description: string): TUnsafe<string> {
  const pattern = '^[^\\p{Cc}\\p{Cs}]*$';
  return Type.Unsafe<string>({ type: 'string', minLength: 1, maxLength, pattern, description });
}

/** `schema`, or null. */
export function nullable<T>(schema: TUnsafe<T>): TUnsafe<T | null> {
  return Type.Unsafe<T | null>({ ...schema, type: ['string', 'null'] });
}

/** A moment, ISO 8601 in UTC. */
export const Moment = Type.Unsafe<string>({ type: 'string', format: 'date-time' });

/** The vendor's own id of something. */
export const ExternalId = text(255, 'Your own id; unique within your vendor account, compared exactly.');

/** `{id}` of an address: an id, or `E<externalId>` percent-encoded. */
export const ReferenceParams = Type.Object({
  id: Type.String({ description: 'Id, or E followed by your external id, percent-encoded.' }),
});

/** `{id}` of an address, where things have no external id. */
export const IdParams = Type.Object({ id: Type.String({ description: 'Id.' }) });

/** Codes that any route of the API may answer. */
const everywhere: readonly ErrorCode[] = [
  'request_invalid',
  'api_key_missing',
  'api_key_invalid',
  'scope_missing',
  'internal_error',
  'service_unavailable',
];
/** Codes that a request with a body may be answered besides. */
const withBody: readonly ErrorCode[] = ['media_type_unsupported', 'body_too_large'];
/** Codes that the idempotency of POST adds. */
const withIdempotency: readonly ErrorCode[] = [
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'idempotency_key_in_use',
];

type Refusal = TUnsafe<{ error: { code: string; message: string; requestId: string } }>;

/** The answers of a route that refuses with `codes`: one of each status, with the codes in its description. */
export function refusals(codes: readonly ErrorCode[]): Record<`${4 | 5}${number}`, Refusal> {
  const byStatus = Map.groupBy(new Set(codes), (code) => String(errorCatalogue[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [status, Type.Unsafe({ $ref: 'Error#', description: names.join(', ') })]),
  );
}

interface OperationSchema {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly [string];
  readonly description?: string;
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
  readonly headers?: TSchema;
  readonly response: Readonly<Record<number, TSchema>>;
}

/** What a route without query parameters takes. */
const NoQuery = Type.Object({}, { additionalProperties: false });

/**
 * Options of one route of the partner API: the scope an API key needs for it, and a schema that declares every status
 * it can answer. `codes` are the refusals of its own, beside those that every route has.
 */
export function operation<const Schema extends OperationSchema>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  scope: Scope,
  codes: readonly ErrorCode[],
  schema: Schema,
): {
  schema: Schema & { response: Schema['response'] & ReturnType<typeof refusals> };
  config: { scope: Scope };
  exposeHeadRoute: false;
} {
  const all = [
    ...everywhere,
    ...(method === 'GET' ? [] : withBody),
    ...(method === 'POST' ? withIdempotency : []),
    ...codes,
  ];
  return {
    schema: {
      querystring: NoQuery,
      ...schema,
      ...(method === 'POST' ? { headers: IdempotencyHeaders } : {}),
      response: { ...schema.response, ...refusals(all) },
    },
    config: { scope },
    exposeHeadRoute: false,
  };
}

/** Documents the header; `idempotency.ts` judges it. */
const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ description: 'Makes repeating the request safe for 24 hours: the first answer is given again.' }),
  ),
});
