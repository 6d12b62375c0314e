import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

/** A file as it is sent. */
export interface AssetFile {
  readonly type: string;
  /** Strong: a hash of the content. */
  readonly etag: string;
  readonly content: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A function that reads the file when it is first called, and answers the same from then on. */
export function readFileOnce(path: string): () => Promise<AssetFile> {
  let file: Promise<AssetFile> | undefined;
  return () => {
    file ??= read(path).catch((error: unknown) => {
      file = undefined;
      throw error;
    });
    return file;
  };
}

async function read(path: string): Promise<AssetFile> {
  const content = await readFile(path);
  const type = types[extname(path)] ?? 'application/octet-stream';
  return { type, etag: `"${hash('sha256', content, 'base64url').slice(0, 27)}"`, content };
}
