import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { escapeHtml } from '../embed/html.ts';

const pagesRoot = fileURLToPath(new URL('pages/', import.meta.url));

/** How one of the demo's own websites is built. */
export interface WebsiteOptions {
  /** Folder of `pages/` with its style and scripts. */
  readonly folder: string;
  /** Further origin that scripts come from. */
  readonly scriptOrigin?: string;
  /** Origin that may be framed. */
  readonly frameOrigin?: string;
  /** Where its forms go, directly or by a redirect; default: nowhere. */
  readonly formActions?: string;
}

/** A website on its own origin: no page of it may be framed, and nothing inline runs in it. */
export async function createWebsite(options: WebsiteOptions): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: 16 * 1024 });
  const policy = contentSecurityPolicy(options);
  app.addHook('onSend', async (_request, reply) => {
    void reply.headers({
      'content-security-policy': policy,
      'referrer-policy': 'strict-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': reply.getHeader('cache-control') ?? 'no-cache',
    });
  });
  for (const folder of [options.folder, 'shared']) {
    await app.register(fastifyStatic, {
      root: join(pagesRoot, folder),
      prefix: `/${folder}/`,
      decorateReply: false,
      cacheControl: false,
      index: false,
      allowedPath: (path) => /\.(?:css|js|svg)$/.test(path),
    });
  }
  return app;
}

/**
 * Answers `path` with a file of `pages/`, in which `{{name}}` stands for a value. Values are escaped, but for
 * `content`, which is another file of ours.
 */
export function servePage(
  app: FastifyInstance,
  path: string,
  files: { readonly page: string; readonly content?: string },
  values: Readonly<Record<string, string>>,
): void {
  const html = pageOf(files, values);
  app.get(path, (_request, reply) => reply.type('text/html; charset=utf-8').send(html));
}

/** A file of `pages/` with its values, as {@link servePage} fills it. `parts` are pieces of HTML that this made before. */
export function pageOf(
  files: { readonly page: string; readonly content?: string },
  values: Readonly<Record<string, string>>,
  parts: Readonly<Record<string, string>> = {},
): string {
  const escaped = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, escapeHtml(value)]));
  const all = { ...escaped, ...parts };
  const content = files.content === undefined ? '' : fill(read(files.content), all);
  return fill(read(files.page), { ...all, content });
}

function read(file: string): string {
  return readFileSync(join(pagesRoot, file), 'utf8');
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the page has no value for ${name}`);
    return value;
  });
}

function contentSecurityPolicy({
  scriptOrigin = '',
  frameOrigin = "'none'",
  formActions = "'none'",
}: WebsiteOptions): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${scriptOrigin}`.trim(),
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `frame-src ${frameOrigin}`,
    "base-uri 'none'",
    `form-action ${formActions}`,
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}
