import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireProgram } from '../../setup/programs.ts';
import type { Certificate } from './certificate.ts';

/** A reverse proxy that runs a configuration of docs/deploy. */
export interface ReverseProxy {
  /** Everything it has written to any log. */
  logs(): string;
  /** Its log of requests alone. */
  accessLog(): string;
  stop(): Promise<void>;
}

/** What a configuration is run with instead of its own names, paths and ports. */
export interface ReverseProxyOptions {
  readonly folder: string;
  readonly port: number;
  /** Where the port for http without TLS is, which the configuration redirects. */
  readonly plainPort: number;
  /** Where Inlay listens. */
  readonly inlayPort: number;
  readonly certificate: Certificate;
}

const shipped = (name: string): string =>
  readFileSync(new URL(`../../../docs/deploy/${name}`, import.meta.url), 'utf8');

/** Puts one text for another; a configuration that does not hold it has changed, and the test with it. */
function put(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
  return text.replaceAll(from, to);
}

/** Runs nginx with `docs/deploy/nginx.conf`. */
export function startNginx(options: ReverseProxyOptions): Promise<ReverseProxy> {
  const { folder, port, plainPort, inlayPort, certificate } = options;
  let site = shipped('nginx.conf');
  site = put(site, 'listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`);
  site = put(site, 'listen 80;', `listen 127.0.0.1:${plainPort};`);
  site = put(site, '127.0.0.1:4000', `127.0.0.1:${inlayPort}`);
  site = put(site, '/etc/ssl/inlay/certificate.pem', certificate.file);
  site = put(site, '/etc/ssl/inlay/key.pem', join(folder, 'key.pem'));
  site = put(site, '/var/log/nginx/inlay.log', join(folder, 'access.log'));
  site = put(site, '/var/log/nginx/inlay-error.log', join(folder, 'error.log'));
  site = put(site, 'inlay.example', 'localhost');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const main = [
    'daemon off; master_process off;',
    `pid ${folder}/nginx.pid; error_log ${folder}/main-error.log;`,
    'events {}',
    `http { ${paths.join(' ')} access_log off; include ${folder}/site.conf; }`,
  ];
  writeFileSync(join(folder, 'site.conf'), site);
  writeFileSync(join(folder, 'nginx.conf'), main.join('\n'));
  const words = ['-p', folder, '-c', join(folder, 'nginx.conf')];
  return start(requireProgram('nginx'), words, options, ['access.log', 'error.log', 'main-error.log']);
}

/** Runs Caddy with `docs/deploy/Caddyfile`. */
export function startCaddy(options: ReverseProxyOptions): Promise<ReverseProxy> {
  const { folder, port, plainPort, inlayPort, certificate } = options;
  let site = shipped('Caddyfile');
  site = put(site, '\n{\n', '\n{\n\tadmin off\n\tauto_https disable_redirects\n');
  const key = join(folder, 'key.pem');
  site = put(site, 'http://inlay.example {', `http://localhost:${plainPort} {\n\tbind 127.0.0.1`);
  site = put(site, 'https://inlay.example{', 'https://localhost{');
  site = put(
    site,
    'inlay.example {',
    `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate.file} ${key}`,
  );
  site = put(site, '127.0.0.1:4000', `127.0.0.1:${inlayPort}`);
  site = put(site, '/var/log/caddy/inlay.log', join(folder, 'access.log'));
  writeFileSync(join(folder, 'Caddyfile'), site);
  const words = ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'];
  return start(requireProgram('caddy'), words, options, ['access.log']);
}

async function start(
  program: string,
  words: readonly string[],
  { folder, port }: ReverseProxyOptions,
  logs: readonly string[],
): Promise<ReverseProxy> {
  mkdirSync(join(folder, 'home'), { recursive: true });
  const home = join(folder, 'home');
  const env = { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  const child = spawn(program, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const closed = once(child, 'close');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended:\n${said}`);
  }
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      return '';
    }
  };
  return {
    logs: () => said + logs.map(read).join(''),
    accessLog: () => read('access.log'),
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return false;
  } finally {
    socket.destroy();
  }
}
