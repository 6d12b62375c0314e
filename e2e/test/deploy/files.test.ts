import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { requireProgram } from '../../setup/programs.ts';

const read = (name: string): string => readFileSync(new URL(`../../../docs/deploy/${name}`, import.meta.url), 'utf8');
const version = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

interface Compose {
  readonly volumes: Record<string, unknown>;
  readonly services: Record<
    string,
    {
      readonly environment?: Record<string, string>;
      readonly command?: readonly string[];
      readonly ports?: readonly string[];
      readonly tmpfs?: readonly string[];
      readonly volumes?: readonly string[];
    }
  >;
}

interface Manifest {
  readonly kind: string;
  readonly spec: {
    readonly replicas?: number;
    readonly minAvailable?: number;
    readonly selector: Record<string, unknown>;
    readonly template?: { readonly spec: PodSpec; readonly metadata: { readonly labels: unknown } };
  };
}

type Env = readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly initContainers: readonly { readonly image: string; readonly args: readonly string[]; readonly env: Env }[];
  readonly volumes: readonly { readonly name: string; readonly secret?: { readonly items: readonly unknown[] } }[];
  readonly containers: readonly {
    readonly image: string;
    readonly env: Env;
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    readonly readinessProbe: { readonly httpGet: { readonly path: string } };
    readonly livenessProbe: { readonly httpGet: { readonly path: string } };
  }[];
}

describe('docs/deploy', () => {
  it('compose.yaml sets what Inlay needs, keeps Redis from losing links, and shows no port but the proxy’s', () => {
    const { services } = parse(read('compose.yaml')) as Compose;
    expect(Object.keys(services['inlay']?.environment ?? {})).toEqual(
      expect.arrayContaining(['INLAY_PUBLIC_URL', 'INLAY_DATABASE_URL', 'INLAY_REDIS_URL', 'INLAY_ENCRYPTION_KEYS']),
    );
    expect(services['redis']?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(services['redis']?.command?.join(' ')).toContain('--appendonly yes');
    expect(
      Object.entries(services)
        .filter(([, { ports }]) => ports !== undefined)
        .map(([name]) => name),
    ).toEqual(['caddy']);
  });

  it('compose.yaml keeps the journal of renewals on a volume, and nothing but paths in memory', () => {
    const { services, volumes } = parse(read('compose.yaml')) as Compose;
    const inMemory = Object.values(services).flatMap(({ tmpfs = [] }) => tmpfs);
    expect(inMemory.filter((entry) => !entry.startsWith('/'))).toEqual([]);
    expect(inMemory.some((entry) => entry.startsWith('/var/lib/inlay'))).toBe(false);
    expect(services['inlay']?.volumes).toEqual(['inlay:/var/lib/inlay']);
    const named = Object.values(services)
      .flatMap(({ volumes: mounts = [] }) => mounts.map((mount) => mount.split(':')[0] ?? ''))
      .filter((source) => !source.startsWith('.'));
    expect(Object.keys(volumes).toSorted()).toEqual(named.toSorted());
  });

  it('the settings beside compose.yaml get into no commit and no image', () => {
    expect(read('../../.gitignore').split('\n')).toContain('.env');
    expect(read('Dockerfile.dockerignore').split('\n')).toContain('**/.env');
  });

  it('kubernetes.yaml has probes, secrets by reference, and stays up through a disruption', () => {
    const manifests = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS() as Manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    const [deployment, service, budget] = manifests;
    const pod = deployment?.spec.template;
    const container = pod?.spec.containers[0];
    expect(container?.image).toBe(`inlay:${version}`);
    // A fault of a store is told by Inlay's own refusal, not by an ingress that has nobody left to ask.
    expect(container?.readinessProbe.httpGet.path).toBe('/health/live');
    expect(container?.livenessProbe.httpGet.path).toBe('/health/live');
    const secret = container?.env.filter(({ valueFrom }) => valueFrom !== undefined).map(({ name }) => name);
    expect(secret).toEqual(['INLAY_DATABASE_URL', 'INLAY_REDIS_URL', 'INLAY_ENCRYPTION_KEYS']);
    const [first] = pod?.spec.initContainers ?? [];
    expect([first?.image, first?.args]).toEqual([`inlay:${version}`, ['migrate']]);
    for (const part of [first, container]) {
      expect(part?.env).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/inlay/ca.pem' });
    }
    expect(container?.volumeMounts).toContainEqual({ name: 'certificates', mountPath: '/etc/inlay', readOnly: true });
    expect(pod?.spec.volumes[0]?.secret?.items).toEqual([{ key: 'ca.pem', path: 'ca.pem' }]);
    // Ten seconds to drain, after the pause.
    expect(pod?.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(15);
    expect(budget?.spec.minAvailable).toBeLessThan(deployment?.spec.replicas ?? 0);
    expect(service?.spec.selector).toEqual(pod?.metadata.labels);
    expect(budget?.spec.selector['matchLabels']).toEqual(pod?.metadata.labels);
  });

  it('inlay.service is a sound unit, and well shut in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'inlay-unit-'));
    try {
      const unit = join(folder, 'inlay.service');
      writeFileSync(unit, read('inlay.service').replace('/usr/bin/node', process.execPath));
      const analyze = requireProgram('systemdAnalyze');
      const run = (...words: string[]): string =>
        execFileSync(analyze, [...words, unit], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      // Root's commands run beside it as the same user: a dynamic one could not read what they leave.
      expect(read('inlay.service')).toMatch(/^User=inlay$/m);
      expect(run('verify', '--man=no', '--recursive-errors=no')).toBe('');
      // From 0 (shut in) to 10 (exposed), tenfold here; above the threshold this fails.
      expect(run('security', '--offline=true', '--threshold=20')).toContain('OK');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('the image starts with a Node that Inlay runs on, not as root', () => {
    const file = read('Dockerfile');
    expect(file.match(/^FROM .*$/gm)).toEqual(['FROM node:24-bookworm-slim AS build', 'FROM node:24-bookworm-slim']);
    expect(file).toMatch(/^USER node$/m);
    // What a person calls in the container is what the image starts.
    expect(file).toContain('exec node /app/server/bin/inlay.js "$@"');
    expect(file).toMatch(/^ENTRYPOINT \["inlay"\]$/m);
  });
});
