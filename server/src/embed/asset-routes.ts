import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { readFileOnce } from './asset-file.ts';
import type { AssetFile } from './asset-file.ts';
import { widgetDist } from './assets.ts';

/**
 * Serves the frame's built files, whose names change with their content, and the host SDK, which any site may load. They
 * are few and small: their names are read at the start, each file when it is first asked for. No path of a request ever
 * becomes a path of the disk.
 */
export function assetRoutes(app: App): void {
  const folder = join(widgetDist, 'app/assets');
  const files = new Map(readdirSync(folder).map((name) => [name, readFileOnce(join(folder, name))]));
  const sdk = readFileOnce(join(widgetDist, 'sdk/inlay.js'));

  app.get<{ Params: { name: string } }>('/embed/assets/:name', async (request, reply) => {
    const file = files.get(request.params.name);
    if (file === undefined) return reply.callNotFound();
    return send(request, reply.header('cache-control', 'public, max-age=31536000, immutable'), await file());
  });
  // The policy that everything else has, same-origin, would keep the SDK from every host.
  app.get('/sdk/inlay.js', async (request, reply) => {
    void reply.headers({
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
    });
    return send(request, reply, await sdk());
  });
}

/** Answers with a file, or that the reader's copy is the same (RFC 9110 §13.1.2). */
function send(request: FastifyRequest, reply: FastifyReply, { type, etag, content }: AssetFile): FastifyReply {
  void reply.header('etag', etag);
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  if (known.includes(etag) || known.includes('*')) return reply.code(304).send();
  return reply.type(type).send(content);
}
