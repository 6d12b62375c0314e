import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { requireProgram } from '../setup/programs.ts';
import { startPostgres } from '../../server/test/support/postgres.ts';
import { startRedis } from '../../server/test/support/redis.ts';
import { startDeployment } from '../src/faults/deployment.ts';
import { expectFailedClosed, expectRecovered, expectSessionsHold, expectSound } from '../src/faults/expectations.ts';
import { drive } from '../src/faults/drive.ts';
import { describeResult, keepResult } from '../src/faults/results.ts';
import { expectToSurvive } from '../src/faults/scenario.ts';
import { mountSmallDisk } from '../src/faults/small-disk.ts';

describe('what runs out', () => {
  const ends: (() => unknown)[] = [];

  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  it('file descriptors: an instance that has 64 outlives more connections than it can hold', async () => {
    const deployment = await startDeployment({
      instances: 1,
      setUp: () => ({ wrapper: [requireProgram('prlimit'), '--nofile=64', '--'] }),
    });
    ends.push(() => deployment.close());
    const port = deployment.instances[0]?.port ?? 0;
    let idle: Socket[] = [];
    const seen = await drive(deployment, {
      begin: () => {
        idle = Array.from({ length: 200 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
      },
      end: () => idle.forEach((socket) => socket.destroy()),
      closesAfter: 'never',
      lasts: 3_000,
    });
    expectSessionsHold(seen.verdict);
    expectRecovered(seen);
    const { timeout: _timeout, unreachable: _unreachable, jti_reused: _reused, ...others } = seen.refusals;
    expect(Object.keys(others).filter((code) => code !== 'service_unavailable')).toEqual([]);
    expect(deployment.instances[0]?.isListening()).toBe(true);
    keepResult(describeResult('Inlay', '64 file descriptors, 200 idle connections', seen));
  });

  it('A02: the disk of the embedded database', async () => {
    const disk = mountSmallDisk(16);
    ends.push(() => disk.close());
    const deployment = await startDeployment({ instances: 1, embedded: disk.folder });
    ends.push(() => deployment.close());
    await expectToSurvive(deployment, 'Embedded database', {
      title: '',
      fault: 'disk full',
      of: () => ({ begin: () => disk.fill(), end: () => disk.free() }),
      expect: expectFailedClosed,
    });
  });

  it('A02: the disk of the append-only file of Redis', async () => {
    const disk = mountSmallDisk(16);
    ends.push(() => disk.close());
    const redis = await startRedis({ settings: { dir: disk.folder } });
    ends.push(() => redis.close());
    const deployment = await startDeployment({ redis });
    ends.push(() => deployment.close());
    await expectToSurvive(deployment, 'Redis', {
      title: '',
      fault: 'disk of the append-only file full',
      of: () => ({ begin: () => disk.fill(), end: () => disk.free(), lasts: 4_000, closesAfter: 2_000 }),
    });
  });

  it('A02: the disk of PostgreSQL', async () => {
    const disk = mountSmallDisk(160);
    ends.push(() => disk.close());
    const postgres = await startPostgres({ parent: disk.folder });
    ends.push(() => postgres.close());
    const deployment = await startDeployment({ postgres });
    ends.push(() => deployment.close());
    await expectToSurvive(deployment, 'PostgreSQL alone', {
      title: '',
      fault: 'disk full',
      of: () => ({
        begin: () => disk.fill(),
        end: async () => {
          disk.free();
          // PostgreSQL ends itself where it cannot write its log, and starts again.
          await delay(200);
        },
        lasts: 4_000,
      }),
      // What still finds room on a page that is there is kept for good, so somebody may be admitted now and then.
      expect: (seen) => {
        expectSound(seen);
        expect(seen.refusals['service_unavailable'] ?? 0, 'refusals').toBeGreaterThan(0);
      },
      remark: 'what still finds room on a page is kept',
    });
  });
});
