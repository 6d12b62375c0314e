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
  readonly services: Record<
    string,
    {
      readonly environment?: Record<string, string>;
      readonly command?: readonly string[];
      readonly ports?: readonly string[];
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

interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly {
    readonly image: string;
    readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
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

  it('kubernetes.yaml has probes, secrets by reference, and stays up through a disruption', () => {
    const manifests = parseAllDocuments(read('kubernetes.yaml')).map((document) => document.toJS() as Manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    const [deployment, service, budget] = manifests;
    const pod = deployment?.spec.template;
    const container = pod?.spec.containers[0];
    expect(container?.image).toBe(`inlay:${version}`);
    expect(container?.readinessProbe.httpGet.path).toBe('/health/ready');
    expect(container?.livenessProbe.httpGet.path).toBe('/health/live');
    const secret = container?.env.filter(({ valueFrom }) => valueFrom !== undefined).map(({ name }) => name);
    expect(secret).toEqual(['INLAY_DATABASE_URL', 'INLAY_REDIS_URL', 'INLAY_ENCRYPTION_KEYS']);
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
  });
});
