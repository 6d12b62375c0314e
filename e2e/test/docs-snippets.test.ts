import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goJwtSource, requireProgram } from '../setup/programs.ts';
import { codeBlocks, onlyBlock } from '../src/docs/code-blocks.ts';
import { run } from '../src/docs/run.ts';
import { runInlay, startInlay } from '../src/harness/inlay-server.ts';
import type { InlayServer } from '../src/harness/inlay-server.ts';
import type { NewVendor } from '../src/harness/partner.ts';

/** The customer and origin that the page's own commands create. */
const customer = 'team 7: north/ü';
const origin = 'https://app.partner.example';
const blocks = codeBlocks('direct-links.md');
const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
const folder = mkdtempSync(join(tmpdir(), 'inlay-docs-'));
const env: Record<string, string> = { INLAY_KEY_FILE: 'inlay-private.pem', INLAY_KEY_ID: 'first' };
let server: InlayServer;
let url: string;

/** How a partner runs each snippet, in the folder that holds it under the name its first comment gives. */
const snippets = [
  {
    language: 'js',
    program: () => process.execPath,
    words: ['direct-link.mjs'],
    prepare: () => {
      symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'));
      return Promise.resolve();
    },
  },
  { language: 'python', program: () => requireProgram('python'), words: ['direct_link.py'] },
  { language: 'ruby', program: () => requireProgram('ruby'), words: ['direct_link.rb'] },
  {
    language: 'go',
    program: () => requireProgram('go'),
    words: ['run', 'direct_link.go'],
    // The library comes from the machine, so that nothing is fetched.
    prepare: async () => {
      const library = 'github.com/golang-jwt/jwt/v4';
      env['GOFLAGS'] = '-mod=mod';
      env['GOPROXY'] = 'off';
      const edit = ['mod', 'edit', `-require=${library}@v4.4.3`, `-replace=${library}=${goJwtSource}`];
      await run(requireProgram('go'), ['mod', 'init', 'partner.example/links'], { cwd: folder, env });
      await run(requireProgram('go'), edit, { cwd: folder, env });
    },
  },
  { language: 'java', program: () => requireProgram('java'), words: ['DirectLink.java'] },
  { language: 'php', program: () => requireProgram('php'), words: ['direct_link.php'] },
] as const;

beforeAll(async () => {
  const settings = { INLAY_DATA_DIR: join(folder, 'data'), INLAY_DATABASE_URL: '', INLAY_LOG_LEVEL: 'warn' };
  server = await startInlay(settings);
  url = `http://127.0.0.1:${server.port}`;
  const { vendor, apiKey } = (await runInlay(settings, 'vendors', 'create', '--name', 'Partner')) as NewVendor;
  Object.assign(env, { INLAY_URL: url, INLAY_VENDOR_KEY: vendor.key, INLAY_API_KEY: apiKey });
  requireProgram('openssl');
  requireProgram('curl');
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

describe('docs/direct-links.md', () => {
  it('has commands that make keys, register them and create a customer, as they stand', async () => {
    expect(commands).toHaveLength(5);
    for (const code of commands.slice(0, -1)) await run('bash', ['-euc', code], { cwd: folder, env });
    expect((await signingKeys()).map(({ kid, status }) => [kid, status])).toEqual([
      ['second', 'active'],
      ['first', 'active'],
    ]);
  });

  it.each(snippets)('has a snippet in $language whose link admits one viewer, once', async (snippet) => {
    const { language, program, words } = snippet;
    const code = onlyBlock(blocks, language);
    const file = words.at(-1) ?? '';
    expect(code.split('\n').slice(0, 2).join('\n')).toContain(file);
    writeFileSync(join(folder, file), code);
    if ('prepare' in snippet) await snippet.prepare();

    const link = await run(program(), [...words, customer, origin], { cwd: folder, env });
    expect(link).toMatch(new RegExp(`^${url}/direct_link\\?token=[\\w.-]+$`));
    const token = new URL(link).searchParams.get('token') ?? '';
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', kid: 'first' });
    expect(decodeJwt(token)).toMatchObject({
      sub: `${env['INLAY_VENDOR_KEY']}:E${encodeURIComponent(customer)}`,
      origin,
    });

    expect(await open(link)).toBe('200 text/html; charset=utf-8');
    expect(await redeem(token)).toMatchObject({ status: 200, body: { session: { origin, origins: [origin] } } });
    expect(await redeem(token)).toMatchObject({ status: 409, body: { error: { code: 'jti_reused' } } });
  });

  it('A17: has a command that retires the old key, after which the new one alone signs', async () => {
    const [, old] = await signingKeys();
    const retire = { ...env, OLD_KEY_ID: old?.id ?? '' };
    await run('bash', ['-euc', commands.at(-1) ?? ''], { cwd: folder, env: retire });
    const link = (settings: Record<string, string>) =>
      run(process.execPath, ['direct-link.mjs', customer, origin], { cwd: folder, env: { ...env, ...settings } });
    expect(await open(await link({}))).toMatch(/^401 /);
    expect(await open(await link({ INLAY_KEY_ID: 'second', INLAY_KEY_FILE: 'inlay-private-2.pem' }))).toMatch(/^200 /);
  });
});

/** The vendor's keys, newest first. */
async function signingKeys(): Promise<
  readonly { readonly id: string; readonly kid: string; readonly status: string }[]
> {
  const headers = { authorization: `Bearer ${env['INLAY_API_KEY']}` };
  const answer = await fetch(`${url}/api/v1/signing-keys`, { headers });
  return ((await answer.json()) as { data: { id: string; kid: string; status: string }[] }).data;
}

/** Opens a link as a browser would, and returns the answer's status and type. */
function open(link: string): Promise<string> {
  const words = ['-sS', '-o', '/dev/null', '-w', '%{http_code} %{content_type}', '-H', 'Accept: text/html', link];
  return run('curl', words, { cwd: folder });
}

async function redeem(token: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(`${url}/direct_link/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, path: '/embedded/connections' }),
  });
  return { status: answer.status, body: await answer.json() };
}
