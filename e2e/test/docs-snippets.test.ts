import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goJwtSource, requireProgram } from '../setup/programs.ts';
import { codeBlocks, onlyBlock } from '../src/docs/code-blocks.ts';
import { openPartnerShell } from '../src/docs/partner-shell.ts';
import type { PartnerShell } from '../src/docs/partner-shell.ts';
import { run } from '../src/docs/run.ts';

/** The customer and origin that the page's own commands create. */
const customer = 'team 7: north/ü';
const origin = 'https://app.partner.example';
const blocks = codeBlocks('direct-links.md');
const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
let shell: PartnerShell;

/** How a partner runs each snippet, in the folder that holds it under the name its first comment gives. */
const snippets = [
  {
    language: 'js',
    program: () => process.execPath,
    words: ['direct-link.mjs'],
    prepare: () => {
      symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(shell.folder, 'node_modules'));
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
      shell.env['GOFLAGS'] = '-mod=mod';
      shell.env['GOPROXY'] = 'off';
      const edit = ['mod', 'edit', `-require=${library}@v4.4.3`, `-replace=${library}=${goJwtSource}`];
      await run(requireProgram('go'), ['mod', 'init', 'partner.example/links'], { cwd: shell.folder, env: shell.env });
      await run(requireProgram('go'), edit, { cwd: shell.folder, env: shell.env });
    },
  },
  { language: 'java', program: () => requireProgram('java'), words: ['DirectLink.java'] },
  { language: 'php', program: () => requireProgram('php'), words: ['direct_link.php'] },
] as const;

beforeAll(async () => {
  shell = await openPartnerShell();
  Object.assign(shell.env, { INLAY_KEY_FILE: 'inlay-private.pem', INLAY_KEY_ID: 'first' });
});

afterAll(() => shell.close());

describe('docs/direct-links.md', () => {
  it('has commands that make keys, register them and create a customer, as they stand', async () => {
    expect(commands).toHaveLength(5);
    for (const code of commands.slice(0, -1)) await shell.execute(code);
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
    writeFileSync(join(shell.folder, file), code);
    if ('prepare' in snippet) await snippet.prepare();

    const link = await run(program(), [...words, customer, origin], { cwd: shell.folder, env: shell.env });
    expect(link).toMatch(new RegExp(`^${shell.url}/direct_link\\?token=[\\w.-]+$`));
    const token = new URL(link).searchParams.get('token') ?? '';
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', kid: 'first' });
    expect(decodeJwt(token)).toMatchObject({
      sub: `${shell.env['INLAY_VENDOR_KEY']}:E${encodeURIComponent(customer)}`,
      origin,
    });

    expect(await open(link)).toBe('200 text/html; charset=utf-8');
    expect(await redeem(token)).toMatchObject({ status: 200, body: { session: { origin, origins: [origin] } } });
    expect(await redeem(token)).toMatchObject({ status: 409, body: { error: { code: 'jti_reused' } } });
  });

  it('A17: has a command that retires the old key, after which the new one alone signs', async () => {
    const [, old] = await signingKeys();
    shell.env['OLD_KEY_ID'] = old?.id ?? '';
    await shell.execute(commands.at(-1) ?? '');
    const link = (settings: Record<string, string>) =>
      run(process.execPath, ['direct-link.mjs', customer, origin], {
        cwd: shell.folder,
        env: { ...shell.env, ...settings },
      });
    expect(await open(await link({}))).toMatch(/^401 /);
    expect(await open(await link({ INLAY_KEY_ID: 'second', INLAY_KEY_FILE: 'inlay-private-2.pem' }))).toMatch(/^200 /);
  });
});

/** The vendor's keys, newest first. */
async function signingKeys(): Promise<
  readonly { readonly id: string; readonly kid: string; readonly status: string }[]
> {
  const headers = { authorization: `Bearer ${shell.env['INLAY_API_KEY']}` };
  const answer = await fetch(`${shell.url}/api/v1/signing-keys`, { headers });
  return ((await answer.json()) as { data: { id: string; kid: string; status: string }[] }).data;
}

/** Opens a link as a browser would, and returns the answer's status and type. */
function open(link: string): Promise<string> {
  const words = ['-sS', '-o', '/dev/null', '-w', '%{http_code} %{content_type}', '-H', 'Accept: text/html', link];
  return run('curl', words, { cwd: shell.folder });
}

async function redeem(token: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(`${shell.url}/direct_link/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, path: '/embedded/connections' }),
  });
  return { status: answer.status, body: await answer.json() };
}
