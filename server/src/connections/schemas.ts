import type { EmbedConnection, EmbedProvider } from '@inlay/shared';
import { Type } from 'typebox';

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

/** Members of an `EmbedProvider`: what is not named here is not sent. */
export const providerMembers = {
  id: Type.String(),
  name: Type.String(),
  kind: Type.Union([Type.Literal('oauth2'), Type.Literal('api_key'), Type.Literal('basic')]),
  description: Type.String(),
  initials: Type.String(),
  hue: Type.Integer(),
  helpUrl: Type.Optional(Type.String()),
  fields: Type.Array(
    Type.Object({
      name: Type.String(),
      label: Type.String(),
      type: Type.Union([Type.Literal('text'), Type.Literal('password'), Type.Literal('url'), Type.Literal('email')]),
      required: Type.Boolean(),
      secret: Type.Boolean(),
      hint: Type.Optional(Type.String()),
      placeholder: Type.Optional(Type.String()),
      pattern: Type.Optional(Type.String()),
      maxLength: Type.Integer(),
      value: Type.Optional(Type.String()),
      locked: Type.Optional(Type.Literal(true)),
    }),
  ),
};

/** Schema of an `EmbedProvider`. */
export const providerSchema = Type.Unsafe<EmbedProvider>(Type.Object(providerMembers));

/** Schema of an `EmbedConnection`: what is not named here is not sent. */
export const connectionSchema = Type.Unsafe<EmbedConnection>(
  Type.Object({
    id: Type.String(),
    externalId: nullable(Type.String()),
    provider: Type.String(),
    status: Type.Union([
      Type.Literal('disconnected'),
      Type.Literal('connecting'),
      Type.Literal('connected'),
      Type.Literal('expired'),
      Type.Literal('error'),
    ]),
    account: nullable(Type.Object({ id: Type.String(), label: Type.String() })),
    fields: Type.Record(Type.String(), Type.String()),
    error: nullable(Type.Object({ code: Type.String(), message: Type.String() })),
    connectedAt: nullable(Type.String()),
    createdAt: Type.String(),
    updatedAt: Type.String(),
  }),
);
