import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** A program of the system that the tests run, as it comes with Debian. */
interface Program {
  /** What the tests do with it. */
  readonly purpose: string;
  /** Debian packages that bring it with all it needs here. */
  readonly packages: readonly string[];
  /** Names on the search path, or whole paths; the first that answers the probe is used. */
  readonly candidates: readonly string[];
  /** Arguments that succeed only where the program works with all it needs here. */
  readonly probe: readonly string[];
  /** Files that must be there besides. */
  readonly files?: readonly string[];
}

/** Where Debian keeps the Go library of the snippet, for use without a network. */
export const goJwtSource = '/usr/share/gocode/src/github.com/golang-jwt/jwt';

const programs = {
  chromium: {
    purpose: 'the browser tests',
    packages: ['chromium', 'fonts-liberation'],
    candidates: ['chromium', 'chromium-browser', 'google-chrome'],
    probe: ['--version'],
  },
  firefox: {
    purpose: 'the browser tests',
    packages: ['firefox-esr'],
    candidates: ['firefox-esr', 'firefox'],
    probe: ['--version'],
  },
  postgres: {
    purpose: 'the database tests on PostgreSQL 15 or newer',
    packages: ['postgresql-15'],
    candidates: postgresVersions().map((version) => `/usr/lib/postgresql/${version}/bin/initdb`),
    probe: ['--version'],
  },
  redis: {
    purpose: 'the tests of the replay store, on servers of their own',
    packages: ['redis-server'],
    candidates: ['redis-server'],
    probe: ['--version'],
  },
  faketime: {
    purpose: 'the tests with clocks that differ',
    packages: ['faketime'],
    candidates: ['faketime'],
    probe: ['-f', '+1s', 'true'],
  },
  prlimit: {
    purpose: 'the tests with too few file descriptors, and with files that cannot grow',
    packages: ['util-linux'],
    candidates: ['prlimit'],
    probe: ['--version'],
  },
  nginx: {
    purpose: 'the proxy configurations in docs/deploy',
    packages: ['nginx-light'],
    candidates: ['nginx', '/usr/sbin/nginx'],
    probe: ['-v'],
  },
  caddy: {
    purpose: 'the proxy configurations in docs/deploy',
    packages: ['caddy'],
    candidates: ['caddy'],
    probe: ['version'],
  },
  sqlite3: {
    purpose: 'the backup command in docs/operations.md',
    packages: ['sqlite3'],
    candidates: ['sqlite3'],
    probe: ['--version'],
  },
  systemdAnalyze: {
    purpose: 'the systemd unit in docs/deploy',
    packages: ['systemd'],
    candidates: ['systemd-analyze'],
    probe: ['--version'],
  },
  curl: { purpose: 'the commands in docs/', packages: ['curl'], candidates: ['curl'], probe: ['--version'] },
  openssl: { purpose: 'the commands in docs/', packages: ['openssl'], candidates: ['openssl'], probe: ['version'] },
  python: {
    purpose: 'the Python snippet in docs/direct-links.md',
    packages: ['python3', 'python3-jwt', 'python3-cryptography'],
    candidates: ['python3', '/usr/bin/python3'],
    probe: ['-c', 'import jwt, cryptography'],
  },
  ruby: {
    purpose: 'the Ruby snippet in docs/direct-links.md',
    packages: ['ruby', 'ruby-jwt'],
    candidates: ['ruby', '/usr/bin/ruby'],
    probe: ['-e', 'require "jwt"'],
  },
  go: {
    purpose: 'the Go snippet in docs/direct-links.md',
    packages: ['golang-go', 'golang-github-golang-jwt-jwt-dev'],
    candidates: ['go', '/usr/bin/go'],
    probe: ['version'],
    files: [`${goJwtSource}/go.mod`],
  },
  java: {
    purpose: 'the Java snippet in docs/direct-links.md',
    packages: ['default-jdk-headless'],
    candidates: ['java', '/usr/bin/java'],
    // Only a JDK, not a JRE alone, can run a source file.
    probe: ['--describe-module', 'jdk.compiler'],
  },
  php: {
    purpose: 'the PHP snippet in docs/direct-links.md',
    packages: ['php-cli'],
    candidates: ['php', '/usr/bin/php'],
    probe: ['-r', 'exit(function_exists("openssl_sign") ? 0 : 1);'],
  },
} as const satisfies Record<string, Program>;

/** Name of a program that the tests need. */
export type ProgramName = keyof typeof programs;

/** All of them. */
export const programNames = Object.keys(programs) as readonly ProgramName[];

/** What the tests do with a program, and which Debian packages bring it. */
export function describeProgram(name: ProgramName): Pick<Program, 'purpose' | 'packages'> {
  return programs[name];
}

/** Finds a program that works with all the tests need of it; `undefined` where there is none. */
export function findProgram(name: ProgramName): string | undefined {
  const { candidates, probe, files = [] }: Program = programs[name];
  if (!files.every((file) => existsSync(file))) return undefined;
  const works = (candidate: string): boolean =>
    spawnSync(candidate, probe, { stdio: 'ignore', timeout: 60_000 }).status === 0;
  // Twice: faketime fails where a process of the same number, killed long ago, left its shared memory behind.
  return candidates.find((candidate) => works(candidate) || works(candidate));
}

/** Finds a program, or throws an error that says what to install. */
export function requireProgram(name: ProgramName): string {
  const found = findProgram(name);
  if (found !== undefined) return found;
  const { purpose, packages } = describeProgram(name);
  throw new Error(`${name} is needed for ${purpose}. Install the Debian packages: ${packages.join(' ')}`);
}

/** Versions of PostgreSQL that are installed the Debian way, newest first; at least the one to look for. */
function postgresVersions(): readonly number[] {
  const folder = '/usr/lib/postgresql';
  const found = existsSync(folder) ? readdirSync(folder).map(Number) : [];
  return [...new Set([...found, 15])].filter((version) => version >= 15).toSorted((a, b) => b - a);
}
