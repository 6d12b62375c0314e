import type { App } from '../app.ts';
import { operation } from '../http/api-schema.ts';
import { Link, LinkInput } from './create-link.ts';
import type { CreateLink } from './create-link.ts';

/** `/api/v1/direct-links`. */
export function directLinkRoutes(app: App, createLink: CreateLink): void {
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
    async ({ partner, body }, reply) => reply.code(201).send(await createLink(partner, body)),
  );
}
