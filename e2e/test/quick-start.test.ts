import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../setup/programs.ts';
import { codeBlocks, onlyBlock } from '../src/docs/code-blocks.ts';
import { run } from '../src/docs/run.ts';
import { startInlay } from '../src/harness/inlay-server.ts';
import type { InlayServer } from '../src/harness/inlay-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'server/src/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'inlay-quick-start-'));
const appFolder = join(folder, 'my-app');
const settings = { INLAY_DATA_DIR: join(folder, 'data'), INLAY_DATABASE_URL: '', INLAY_LOG_LEVEL: 'warn' };
const blocks = codeBlocks('quick-start.md');
let server: InlayServer;

beforeAll(async () => {
  for (const name of ['curl', 'openssl'] as const) requireProgram(name);
  server = await startInlay({ ...settings, INLAY_PUBLIC_URL: 'http://localhost:4000' });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A text of the page, with the ports and folders of this test. */
function here(text: string): string {
  const places: readonly (readonly [string, string])[] = [
    ['http://localhost:4000', `http://127.0.0.1:${server.port}`],
    ['.inlay/my-app', appFolder],
    ['npx -y pnpm@12 --silent inlay', `'${process.execPath}' '${program}'`],
    ['listen(3000,', 'listen(0, function () { console.log(this.address().port); }).on("listening",'],
  ];
  return places.reduce((done, [from, to]) => done.replaceAll(from, to), text);
}

describe('docs/quick-start.md', () => {
  it('leads to an app whose link opens in a frame of its page', async () => {
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => here(code));
    expect(commands).toHaveLength(4);
    const script = [...commands, 'env > environment'].join('\n');
    await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: root, env: settings });
    writeFileSync(join(appFolder, 'app.mjs'), here(onlyBlock(blocks, 'js')));

    const app = spawn(process.execPath, ['app.mjs'], { cwd: appFolder, env: readEnvironment() });
    try {
      const port = await new Promise<number>((resolve) =>
        app.stdout.once('data', (chunk: Buffer) => resolve(Number.parseInt(chunk.toString(), 10))),
      );
      const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
      expect(page).toContain('inlay.mount(');
      const answer = await fetch(`http://127.0.0.1:${port}/link`, { method: 'POST' });
      const { url } = (await answer.json()) as { readonly url: string };
      const { status, policy } = await visit(url);
      expect(status).toBe(200);
      expect(policy).toContain('frame-ancestors http://localhost:3000;');
    } finally {
      app.kill();
    }
  });
});

function readEnvironment(): Record<string, string> {
  const lines = readFileSync(join(appFolder, 'environment'), 'utf8').split('\n');
  return Object.fromEntries(lines.filter((line) => line.startsWith('INLAY_')).map((line) => split(line)));
}

function split(line: string): [string, string] {
  const mark = line.indexOf('=');
  return [line.slice(0, mark), line.slice(mark + 1)];
}

/** Navigates as a browser does; `fetch` would say that it is none. */
function visit(address: string): Promise<{ readonly status: number | undefined; readonly policy: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(address, { headers: { accept: 'text/html' } }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, policy: String(answer.headers['content-security-policy']) });
    });
    asked.once('error', reject).end();
  });
}
