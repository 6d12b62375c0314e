import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { portBaseMax, sitesTaken } from '../../src/demo/origins.ts';
import { startDemo } from '../../src/demo/start.ts';
import type { Demo } from '../../src/demo/start.ts';

/** A demo on ports and in a folder of its own. */
export interface RunningDemo extends Demo {
  readonly dataDir: string;
}

/** Finds a base at which all four ports are free. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const portBase = 20_000 + Math.floor(Math.random() * (portBaseMax - 20_000));
    if ((await sitesTaken(portBase)).length === 0) return portBase;
  }
}

/** Starts the demo; `close` ends it and takes a folder away that was made for it. */
export async function runDemo(dataDir?: string): Promise<RunningDemo> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'inlay-demo-'));
  const portBase = await freePortBase();
  const demo = await startDemo({ portBase, dataDir: folder, logLevel: 'silent' });
  return {
    ...demo,
    dataDir: folder,
    async close() {
      await demo.close();
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Navigates to an address as a browser does. */
export function visit(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return send(address, 'GET', { accept: 'text/html', ...headers });
}

/** Posts JSON, by default what the redemption takes. */
export function post(address: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return send(address, 'POST', { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
}

// Not by `fetch`, which adds Sec-Fetch-Mode of its own.
async function send(
  address: string,
  method: 'GET' | 'POST',
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Answer> {
  const answer = await request(address, { method, headers, ...(body === undefined ? {} : { body }) });
  const named = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
  return { status: answer.statusCode, headers: Object.fromEntries(named), body: await answer.body.text() };
}
