import type { App } from '../app.ts';
import { apiDocsPage } from './api-docs-page.ts';
import { apiDocsStyle } from './api-docs-style.ts';

/** One policy for the page: its own style sheet and nothing else. */
const policy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'";
const untagged = { hide: true } as const;

/**
 * `/api/openapi.json`, and `/api/docs`, which shows the same to a person: HTML written here, without a script, so that
 * it works under the strictest policy.
 */
export function apiDocsRoutes(app: App): void {
  let page: string | undefined;

  app.get('/api/openapi.json', { exposeHeadRoute: false, schema: untagged }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(app.swagger()),
  );
  app.get('/api/docs', { exposeHeadRoute: false, schema: untagged }, (_request, reply) => {
    page ??= apiDocsPage(app.swagger());
    return reply
      .headers({
        'content-security-policy': policy,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
      })
      .type('text/html; charset=utf-8')
      .send(page);
  });
  app.get('/api/docs/style.css', { exposeHeadRoute: false, schema: untagged }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('text/css; charset=utf-8').send(apiDocsStyle),
  );
}
