import { InlayError } from '@inlay/shared';
import type { App } from '../app.ts';

/**
 * Notes the routes registered in `app` from now on. The function it answers, called after them, has every other method
 * on the same addresses refused with `method_not_allowed` and an `Allow` header (RFC 9110, 15.5.6).
 */
export function noteMethods(app: App): () => void {
  const methods = new Map<string, Set<string>>();
  let noting = true;
  app.addHook('onRoute', ({ url, method }) => {
    if (!noting) return;
    const known = methods.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methods.set(url, known);
  });
  return () => {
    noting = false;
    for (const [url, known] of methods) {
      const allow = [...known].sort().join(', ');
      app.route({
        url,
        method: app.supportedMethods.filter((method) => !known.has(method)),
        schema: { hide: true },
        // Before any body is read, so that no other refusal comes first.
        onRequest: async (_request, reply) => {
          void reply.header('allow', allow);
          throw new InlayError('method_not_allowed');
        },
        handler: () => undefined,
      });
    }
  };
}
