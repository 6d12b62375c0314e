import { InlayError } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { SigningKeyRow } from '../database/schema.ts';
import { IdParams, Moment, operation } from '../http/api-schema.ts';
import { listQuery, pageOf, paginate } from '../http/pagination.ts';
import { requireId } from '../http/require-reference.ts';
import type { Services } from '../services.ts';
import {
  generateSigningKey,
  getSigningKey,
  listSigningKeys,
  registerSigningKey,
  setSigningKeyStatus,
} from './signing-keys.ts';
import { toPublicJwk } from './public-jwk.ts';

const tags = ['signing-keys'] as const;
const kid = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'Key id for the header of tokens: letters, digits, . _ ~ -. Default: the thumbprint.',
});
const bits = Type.Unsafe<2048 | 3072 | 4096>({ type: 'integer', enum: [2048, 3072, 4096] });

const SigningKey = Type.Object({
  id: Type.String(),
  kid,
  status: Type.Unsafe<SigningKeyRow['status']>({ type: 'string', enum: ['active', 'retired', 'revoked'] }),
  bits: Type.Integer(),
  thumbprint: Type.String({ description: 'RFC 7638, SHA-256.' }),
  held: Type.Boolean({ description: 'Whether this server holds the private half, sealed.' }),
  publicKey: Type.Object({
    kty: Type.String(),
    n: Type.String(),
    e: Type.String(),
    kid: Type.String(),
    use: Type.String(),
    alg: Type.String(),
  }),
  createdAt: Moment,
  updatedAt: Moment,
});
// Other members of a JWK are allowed by RFC 7517, 4; those that hold a private key get a code of their own.
const PublicKey = Type.Unsafe<string | Record<string, unknown>>({
  anyOf: [{ type: 'string', maxLength: 16_384 }, { type: 'object' }],
  description: 'Public RSA key of 2048 to 4096 bits: PEM text, or a JWK. Never a private key.',
});
const Generate = Type.Object({ bits }, { additionalProperties: false });
/** One object rather than a union of two, so that a fault is reported where it lies. */
const SigningKeyInput = Type.Object(
  { publicKey: Type.Optional(PublicKey), generate: Type.Optional(Generate), kid: Type.Optional(kid) },
  { additionalProperties: false, description: 'Either publicKey or generate.' },
);
const SigningKeyChange = Type.Object(
  { status: Type.Unsafe<'retired' | 'revoked'>({ type: 'string', enum: ['retired', 'revoked'] }) },
  { additionalProperties: false },
);
const NoBody = Type.Union([Type.Object({}, { additionalProperties: false }), Type.Null()]);

/** `/api/v1/signing-keys`. */
export function signingKeyRoutes(app: App, services: Services): void {
  const { database } = services;

  app.post(
    '/signing-keys',
    operation(
      'POST',
      'signing-keys:write',
      ['signing_key_invalid', 'signing_key_weak', 'signing_key_private', 'signing_key_taken', 'rate_limited'],
      {
        operationId: 'createSigningKey',
        summary: 'Register a public key, or have a key made',
        description: 'Several keys may be active at once, so that a new one can be rolled out before the old one goes.',
        tags,
        body: SigningKeyInput,
        response: { 201: SigningKey },
      },
    ),
    async ({ partner: { author, vendorId }, body: { publicKey, generate, ...rest } }, reply) => {
      if ((publicKey === undefined) === (generate === undefined)) {
        throw new InlayError('request_invalid', {
          details: [{ path: '', message: 'needs either publicKey or generate' }],
        });
      }
      const row =
        generate === undefined
          ? await registerSigningKey(services, author, vendorId, { ...rest, publicKey: publicKey ?? '' })
          : await generateSigningKey(services, author, vendorId, { ...rest, generate });
      return reply.code(201).send(toResource(row));
    },
  );
  app.get(
    '/signing-keys',
    operation('GET', 'signing-keys:read', ['cursor_invalid'], {
      operationId: 'listSigningKeys',
      summary: 'List signing keys, newest first',
      tags,
      querystring: listQuery({}),
      response: { 200: pageOf(SigningKey) },
    }),
    ({ partner: { vendorId }, query }) =>
      paginate({ list: 'keys', vendorId }, query, (page) => listSigningKeys(database, vendorId, page), toResource),
  );
  app.get(
    '/signing-keys/:id',
    operation('GET', 'signing-keys:read', ['not_found'], {
      operationId: 'getSigningKey',
      summary: 'Get a signing key',
      tags,
      params: IdParams,
      response: { 200: SigningKey },
    }),
    async ({ partner, params }) => toResource(await getSigningKey(database, partner.vendorId, requireId(params))),
  );
  app.patch(
    '/signing-keys/:id',
    operation('PATCH', 'signing-keys:write', ['not_found'], {
      operationId: 'updateSigningKey',
      summary: 'Retire or revoke a signing key',
      description:
        'A retired key admits no new link. A revoked one also ends the sessions it opened, and stays revoked.',
      tags,
      params: IdParams,
      body: SigningKeyChange,
      response: { 200: SigningKey },
    }),
    async ({ partner: { author, vendorId }, params, body }) =>
      toResource(await setSigningKeyStatus(services, author, vendorId, requireId(params), body.status)),
  );
  app.post(
    '/signing-keys/:id/revoke',
    operation('POST', 'signing-keys:write', ['not_found'], {
      operationId: 'revokeSigningKey',
      summary: 'Revoke a signing key',
      tags,
      params: IdParams,
      body: NoBody,
      response: { 200: SigningKey },
    }),
    async ({ partner: { author, vendorId }, params }) =>
      toResource(await setSigningKeyStatus(services, author, vendorId, requireId(params), 'revoked')),
  );
  app.delete(
    '/signing-keys/:id',
    operation('DELETE', 'signing-keys:write', ['not_found'], {
      operationId: 'deleteSigningKey',
      summary: 'Revoke a signing key; it stays listed',
      tags,
      params: IdParams,
      response: { 204: Type.Null() },
    }),
    async ({ partner: { author, vendorId }, params }, reply) => {
      await setSigningKeyStatus(services, author, vendorId, requireId(params), 'revoked');
      return reply.code(204).send(null);
    },
  );
}

function toResource(row: SigningKeyRow): Type.Static<typeof SigningKey> {
  return {
    id: row.id,
    kid: row.kid,
    status: row.status,
    bits: row.bits,
    thumbprint: row.thumbprint,
    held: row.sealed_private_key !== null,
    publicKey: toPublicJwk(row),
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
