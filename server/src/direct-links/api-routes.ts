import { InlayError, parseReference } from '@inlay/shared';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { Member } from '../accounts/types.ts';
import { Moment, operation } from '../http/api-schema.ts';
import type { Services } from '../services.ts';

const LinkInput = Type.Object(
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
const Link = Type.Object({
  url: Type.String({ description: 'Put it in the src of an iframe at once; it admits one viewer, once.' }),
  token: Type.String(),
  jti: Type.String(),
  expiresAt: Moment,
});

/** `/api/v1/direct-links`. */
export function directLinkRoutes(app: App, { directory, mint, audit }: Services): void {
  async function findMember(vendorId: string, customerId: string, text: string): Promise<Member> {
    const reference = parseReference(text);
    const member = reference && (await directory.member(vendorId, reference));
    if (member?.customerId !== customerId) throw missing('/member', 'names no member of this customer');
    return member;
  }

  app.post(
    '/direct-links',
    operation(
      'POST',
      'links:write',
      ['not_found', 'path_invalid', 'origin_missing', 'origin_not_allowed', 'signing_key_not_held', 'rate_limited'],
      {
        operationId: 'createDirectLink',
        summary: 'Make a direct link',
        description:
          'Signed with your newest active key whose private half this server holds; if you never had one made, one is made ' +
          'now. Good for 30 seconds and one use.',
        tags: ['direct-links'],
        body: LinkInput,
        response: { 201: Link },
      },
    ),
    async ({ partner: { author, vendorId }, body }, reply) => {
      const vendor = await directory.vendorById(vendorId);
      const reference = parseReference(body.customer);
      const customer = reference && (await directory.customer(vendorId, reference));
      if (vendor === undefined || customer === undefined) throw missing('/customer', 'names no customer');
      const member = body.member === undefined ? undefined : await findMember(vendorId, customer.id, body.member);
      const { url, token, jti, expiresAt } = await mint({ ...body, vendor, customer, member });
      const entry = { vendorId, action: 'direct_link.minted', outcome: 'changed', jti } as const;
      audit.record({ ...entry, ...author, customerId: customer.id, memberId: member?.id ?? null });
      return reply.code(201).send({ url, token, jti, expiresAt: new Date(expiresAt).toISOString() });
    },
  );
}

function missing(path: string, message: string): InlayError {
  return new InlayError('not_found', { details: [{ path, message }] });
}
