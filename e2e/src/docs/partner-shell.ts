import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireProgram } from '../../setup/programs.ts';
import { runInlay, startInlay } from '../harness/inlay-server.ts';
import type { NewVendor } from '../harness/partner.ts';
import { run } from './run.ts';

/** A partner's shell as the docs assume it: a server, an empty folder, and the settings that a reader exports. */
export interface PartnerShell {
  readonly url: string;
  readonly folder: string;
  /** What a reader exported; a test may add to it. */
  readonly env: Record<string, string>;
  /** Runs commands as they stand in a page, and returns what they printed; throws where one fails. */
  execute(commands: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts a server on a free port with a new vendor, whose key and API key are in the shell's settings. */
export async function openPartnerShell(): Promise<PartnerShell> {
  for (const program of ['curl', 'openssl'] as const) requireProgram(program);
  const folder = mkdtempSync(join(tmpdir(), 'inlay-docs-'));
  const settings = { INLAY_DATA_DIR: join(folder, 'data'), INLAY_DATABASE_URL: '', INLAY_LOG_LEVEL: 'warn' };
  const server = await startInlay(settings);
  const { vendor, apiKey } = (await runInlay(settings, 'vendors', 'create', '--name', 'Partner')) as NewVendor;
  const url = `http://127.0.0.1:${server.port}`;
  const env = { INLAY_URL: url, INLAY_VENDOR_KEY: vendor.key, INLAY_API_KEY: apiKey };
  return {
    url,
    folder,
    env,
    execute: (commands) => run('bash', ['-euo', 'pipefail', '-c', commands], { cwd: folder, env }),
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
