import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isLoopbackHost } from '@inlay/shared';
import { addKey, parseKeyRing, readOrMakeRing, ringFile } from './crypto/key-ring.ts';
import type { SealingKey } from './crypto/sealing.ts';
import type { RateLimitSettings } from './http/rate-limits.ts';
import { parseRedisUrl, redisUrlForms } from './state/redis-url.ts';
import type { RedisTarget } from './state/redis-url.ts';

/** The settings, read once at start and never changed. */
export interface Config {
  /** Origin people reach this server at, without a final slash. */
  readonly publicOrigin: string;
  readonly host: string;
  readonly port: number;
  /** PostgreSQL; `undefined` for the embedded database. */
  readonly databaseUrl: string | undefined;
  /** Redis; `undefined` where the database keeps used links and sessions. */
  readonly redis: RedisTarget | undefined;
  readonly rateLimits: RateLimitSettings;
  readonly dataDir: string;
  /** Newest first. */
  readonly encryptionKeys: readonly SealingKey[];
  /** Whether the ring is a file of the data directory, to which a key may be added while the server runs. */
  readonly ringIsFile: boolean;
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
  const config: Config = {
    publicOrigin: readPublicOrigin(text('INLAY_PUBLIC_URL') ?? 'http://localhost:4000', faults),
    host: text('INLAY_HOST') ?? '127.0.0.1',
    port: readPort(text('INLAY_PORT') ?? '4000', faults),
    databaseUrl,
    redis: readRedis(text('INLAY_REDIS_URL'), faults),
    rateLimits: {
      perAddress: readLimit('INLAY_RATE_LIMIT_ADDRESS', text('INLAY_RATE_LIMIT_ADDRESS') ?? '3000', faults),
      perApiKey: readLimit('INLAY_RATE_LIMIT_API_KEY', text('INLAY_RATE_LIMIT_API_KEY') ?? '60000', faults),
      perVendor: readLimit('INLAY_RATE_LIMIT_VENDOR', text('INLAY_RATE_LIMIT_VENDOR') ?? '120000', faults),
    },
    dataDir,
    encryptionKeys: readEncryptionKeys(text('INLAY_ENCRYPTION_KEYS'), databaseUrl, dataDir, faults),
    ringIsFile: text('INLAY_ENCRYPTION_KEYS') === undefined,
    trustProxy: readTrustProxy(text('INLAY_TRUST_PROXY'), faults),
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

function readRedis(text: string | undefined, faults: string[]): RedisTarget | undefined {
  const target = text === undefined ? undefined : parseRedisUrl(text);
  if (text !== undefined && target === undefined) faults.push(`INLAY_REDIS_URL: must be ${redisUrlForms}`);
  return target;
}

function readLimit(name: string, text: string, faults: string[]): number {
  const limit = Number(text);
  if (!/^\d{1,9}$/.test(text) || limit === 0) faults.push(`${name}: must be a number of requests a minute, 1 or more`);
  return limit;
}

/** Entries are judged strictly: a hop count, which other servers take here, would pass for the address 0.0.0.1. */
function readTrustProxy(text: string | undefined, faults: string[]): readonly string[] {
  const entries = list(text);
  if (!entries.every(isProxy)) {
    faults.push('INLAY_TRUST_PROXY: must be addresses, CIDR ranges or loopback, divided by commas');
  }
  return entries;
}

function isProxy(entry: string): boolean {
  if (/^(?:loopback|linklocal|uniquelocal)$/.test(entry)) return true;
  const [address = '', prefix, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

function list(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Reads the key ring; on the embedded default it is kept, and made where missing, in the data directory. */
function readEncryptionKeys(
  text: string | undefined,
  databaseUrl: string | undefined,
  dataDir: string,
  faults: string[],
): readonly SealingKey[] {
  if (text === undefined && databaseUrl !== undefined) {
    faults.push(
      'INLAY_ENCRYPTION_KEYS: required with INLAY_DATABASE_URL; make one with: echo "k1:$(openssl rand -base64 32)"',
    );
    return [];
  }
  try {
    const ring = parseKeyRing(
      text ?? readOrMakeRing(dataDir),
      text === undefined ? ringFile(dataDir) : 'INLAY_ENCRYPTION_KEYS',
    );
    faults.push(...ring.faults);
    return ring.keys;
  } catch (error) {
    faults.push(`INLAY_DATA_DIR: cannot keep the encryption keys: ${(error as Error).message}`);
    return [];
  }
}

/** Makes a new encryption key where the ring is a file of the data directory; `null` where the environment holds the ring. */
export function addRingKey(environment: Readonly<Record<string, string | undefined>>): string | null {
  const config = readConfig(environment);
  return environment['INLAY_ENCRYPTION_KEYS'] ? null : addKey(config.dataDir);
}

/** The ring as it is now, for a server that meets a key it does not know; empty where it cannot have changed. */
export function rereadRing(config: Config): readonly SealingKey[] {
  return config.ringIsFile ? parseKeyRing(readOrMakeRing(config.dataDir), '').keys : [];
}
