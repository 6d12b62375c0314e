import { InlayError, parseReference } from '@inlay/shared';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { Member } from '../accounts/types.ts';
import { Moment } from '../http/api-schema.ts';
import type { Partner } from '../http/partner-auth.ts';
import type { Services } from '../services.ts';

/** Body of a request for a link. */
export const LinkInput = Type.Object(
  {
    customer: Type.String({ description: 'Customer id, or E followed by your external id.' }),
    member: Type.Optional(Type.String({ description: 'Member id, or E followed by your external id.' })),
    path: Type.Optional(Type.String({ maxLength: 4096, description: 'Page to open; default /embedded/connections.' })),
    origin: Type.Optional(
      Type.String({ maxLength: 120, description: 'Embedding origin; needed where the customer has several.' }),
    ),
    locale: Type.Optional(
      Type.String({ maxLength: 35, pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$', description: 'BCP 47 tag.' }),
    ),
    theme: Type.Optional(Type.Unsafe<'light' | 'dark' | 'auto'>({ type: 'string', enum: ['light', 'dark', 'auto'] })),
  },
  { additionalProperties: false },
);

/** The link, as it is answered. */
export const Link = Type.Object({
  url: Type.String({ description: 'Put it in the src of an iframe at once; it admits one viewer, once.' }),
  token: Type.String(),
  jti: Type.String(),
  expiresAt: Moment,
});

/**
 * Makes a link for a partner, and notes it in the audit. Throws `not_found`, `path_invalid`, `origin_missing`,
 * `origin_not_allowed`, `signing_key_not_held`, `rate_limited` and `service_unavailable`.
 */
export type CreateLink = (partner: Partner, input: Static<typeof LinkInput>) => Promise<Static<typeof Link>>;

export function createLinkMaker({ directory, mint, audit }: Services): CreateLink {
  async function findMember(vendorId: string, customerId: string, text: string): Promise<Member> {
    const reference = parseReference(text);
    const member = reference && (await directory.member(vendorId, reference));
    if (member?.customerId !== customerId) throw missing('/member', 'names no member of this customer');
    return member;
  }

  return async ({ author, vendorId }, input) => {
    const vendor = await directory.vendorById(vendorId);
    const reference = parseReference(input.customer);
    const customer = reference && (await directory.customer(vendorId, reference));
    if (vendor === undefined || customer === undefined) throw missing('/customer', 'names no customer');
    const member = input.member === undefined ? undefined : await findMember(vendorId, customer.id, input.member);
    const { url, token, jti, expiresAt } = await mint({ ...input, vendor, customer, member });
    const entry = { vendorId, action: 'direct_link.minted', outcome: 'changed', jti } as const;
    audit.record({ ...entry, ...author, customerId: customer.id, memberId: member?.id ?? null });
    return { url, token, jti, expiresAt: new Date(expiresAt).toISOString() };
  };
}

function missing(path: string, message: string): InlayError {
  return new InlayError('not_found', { details: [{ path, message }] });
}
