import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App } from '../app.ts';
import { widgetDist } from './assets.ts';

/** Serves the frame's built files, whose names change with their content, and the host SDK, which any site may load. */
export async function assetRoutes(app: App): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(widgetDist, 'app/assets'),
    prefix: '/embed/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
  });
  // The policy that everything else has, same-origin, would keep the SDK from every host.
  app.get('/sdk/inlay.js', (_request, reply) =>
    reply
      .headers({ 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' })
      .sendFile('inlay.js', join(widgetDist, 'sdk'), { maxAge: '5m', immutable: false }),
  );
}
