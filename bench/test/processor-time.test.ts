import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { processorTime } from '../src/processor-time.ts';

describe('processor time', () => {
  it('grows by what a process computes, as the process itself counts it', () => {
    const [before, own] = [processorTime(process.pid), process.cpuUsage()];
    while (process.cpuUsage(own).user < 100_000);
    const { user, system } = process.cpuUsage(own);
    const ratio = (processorTime(process.pid) - before) / ((user + system) / 1000);
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });

  it('includes children', async () => {
    const before = processorTime(process.pid);
    const child = spawn('sh', ['-c', 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo done; cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const ofChild = processorTime(child.pid ?? 0);
    expect(ofChild).toBeGreaterThan(20);
    expect(processorTime(process.pid) - before).toBeGreaterThanOrEqual(ofChild);
    child.stdin.end();
    await once(child, 'exit');
  });
});
