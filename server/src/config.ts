import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { isLoopbackHost } from '@inlay/shared';
import type { SealingKey } from './crypto/sealing.ts';

/** The settings, read once at start and never changed. */
export interface Config {
  /** Origin people reach this server at, without a final slash. */
  readonly publicOrigin: string;
  readonly host: string;
  readonly port: number;
  /** PostgreSQL; `undefined` for the embedded database. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Newest first. */
  readonly encryptionKeys: readonly SealingKey[];
  /** Proxies whose forwarded headers count: addresses, CIDR ranges or `loopback`. */
  readonly trustProxy: readonly string[];
  readonly logLevel: LogLevel;
  /** Hosts (`name` or `name:port`) that outbound requests may reach over http or at private addresses. */
  readonly outboundAllowedHosts: readonly string[];
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
const logLevels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Settings that do not hold. `faults` has one line for each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/**
 * Reads the settings from `environment`. Every fault is reported at once.
 * Throws a ConfigError that lists them; it holds no value of a setting that may be secret.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const text = (name: string): string | undefined => environment[name] || undefined;
  const dataDir = resolve(text('INLAY_DATA_DIR') ?? '.inlay');
  const databaseUrl = readDatabaseUrl(text('INLAY_DATABASE_URL'), faults);
  if (text('INLAY_REDIS_URL') !== undefined) {
    faults.push('INLAY_REDIS_URL: this version keeps jtis and sessions in the database; unset it');
  }
  const config: Config = {
    publicOrigin: readPublicOrigin(text('INLAY_PUBLIC_URL') ?? 'http://localhost:4000', faults),
    host: text('INLAY_HOST') ?? '127.0.0.1',
    port: readPort(text('INLAY_PORT') ?? '4000', faults),
    databaseUrl,
    dataDir,
    encryptionKeys: readEncryptionKeys(text('INLAY_ENCRYPTION_KEYS'), databaseUrl, dataDir, faults),
    trustProxy: list(text('INLAY_TRUST_PROXY')),
    logLevel: readLogLevel(text('INLAY_LOG_LEVEL') ?? 'info', faults),
    outboundAllowedHosts: list(text('INLAY_OUTBOUND_ALLOWED_HOSTS')),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

function readPublicOrigin(text: string, faults: string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href) {
    faults.push('INLAY_PUBLIC_URL: must be an origin such as https://inlay.example, without path, query or user');
  } else if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    faults.push('INLAY_PUBLIC_URL: must be https; http is taken for localhost and loopback addresses alone');
  }
  return url?.origin ?? '';
}

function readPort(text: string, faults: string[]): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) faults.push('INLAY_PORT: must be a number from 0 to 65535');
  return port;
}

function readLogLevel(text: string, faults: string[]): LogLevel {
  const level = logLevels.find((candidate) => candidate === text);
  if (level === undefined) faults.push(`INLAY_LOG_LEVEL: must be one of ${logLevels.join(', ')}`);
  return level ?? 'info';
}

function readDatabaseUrl(text: string | undefined, faults: string[]): string | undefined {
  if (text !== undefined && !(URL.canParse(text) && /^postgres(?:ql)?:$/.test(new URL(text).protocol))) {
    faults.push('INLAY_DATABASE_URL: must be a postgres:// URL');
  }
  return text;
}

function list(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Reads the key ring; on the embedded default one is made and kept in the data directory. */
function readEncryptionKeys(
  text: string | undefined,
  databaseUrl: string | undefined,
  dataDir: string,
  faults: string[],
): readonly SealingKey[] {
  if (text !== undefined) return parseKeyRing(text, 'INLAY_ENCRYPTION_KEYS', faults);
  if (databaseUrl !== undefined) {
    faults.push(
      'INLAY_ENCRYPTION_KEYS: required with INLAY_DATABASE_URL; make one with: echo "k1:$(openssl rand -base64 32)"',
    );
    return [];
  }
  const file = join(dataDir, 'encryption-keys');
  try {
    if (!existsSync(file)) {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      // `wx` lets one of several first starts win; the others read what it wrote.
      writeFileSync(file, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      faults.push(`INLAY_DATA_DIR: cannot write ${file}: ${(error as Error).message}`);
      return [];
    }
  }
  return parseKeyRing(readFileSync(file, 'utf8').trim(), file, faults);
}

function parseKeyRing(text: string, source: string, faults: string[]): readonly SealingKey[] {
  const keys: SealingKey[] = [];
  for (const [index, entry] of text.split(/[,\n]/).entries()) {
    const [, kid = '', base64 = ''] = /^\s*([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    if (kid === '' || bytes.length !== 32) {
      faults.push(`${source}: entry ${index + 1} must be kid:base64 of 32 bytes`);
    } else if (keys.some((key) => key.kid === kid)) {
      faults.push(`${source}: kid ${kid} stands twice`);
    } else keys.push({ kid, bytes });
  }
  return keys;
}
