import { Type } from 'typebox';

/** What the schemas of the catalogue's entries are made of. */
export const closed = { additionalProperties: false };
/** Text with `{field}` parts. */
export const template = Type.String({ minLength: 1, maxLength: 512 });
export const fieldName = Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,31}$' });
/** JSON Pointer (RFC 6901). */
export const pointer = Type.String({ pattern: '^(?:/[^/]+)+$', maxLength: 128 });
export const headerName = Type.String({ pattern: '^[a-z][a-z0-9-]*$' });
/** Why something is not as it ought to be, with its source. */
export const reason = Type.String({ minLength: 10, maxLength: 300 });

/** A field of a provider's form. */
export const field = Type.Object(
  {
    name: fieldName,
    label: Type.String({ minLength: 1, maxLength: 40 }),
    type: Type.Union([Type.Literal('text'), Type.Literal('password'), Type.Literal('url'), Type.Literal('email')]),
    required: Type.Boolean(),
    secret: Type.Boolean(),
    hint: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    placeholder: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    /** What an empty field means. */
    default: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    pattern: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    maxLength: Type.Integer({ minimum: 1, maximum: 4096 }),
  },
  closed,
);

/** What every entry says of its provider. */
export const about = {
  /** Stable: it stands in paths and in the database. */
  id: Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$' }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  description: Type.String({ minLength: 10, maxLength: 160 }),
  initials: Type.String({ pattern: '^[A-Za-z0-9]{1,2}$' }),
  hue: Type.Integer({ minimum: 0, maximum: 359 }),
  helpUrl: Type.Optional(Type.String({ pattern: '^https://', maxLength: 200 })),
};
