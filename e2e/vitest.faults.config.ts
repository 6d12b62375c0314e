import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** The files that take longest, in the order to begin with. */
const first = ['soak/soak', 'faults/redis-network', 'faults/clocks', 'faults/both-stores', 'faults/redis-loss'];

/** Begins with what takes longest, so that nothing long is left for the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = first.findIndex((name) => moduleId.includes(name));
      return index < 0 ? first.length : index;
    };
    return [...files].sort((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

/** A busy machine may spoil a scenario's times, so it may be tried again; never one whose ledger does not hold. */
const retry = {
  count: Number(process.env['INLAY_FAULTS_RETRIES'] ?? 0),
  condition: /^(?![^]*(?:twice|admitted while closed|audit rows lost|earliest iat admitted))/,
};
const limits = { testTimeout: 150_000, hookTimeout: 120_000, retry, expect: { requireAssertions: true } };
/** Starts processes by the hundred: whatever ran beside it would be measured by it. */
const heavy = 'faults/inlay-killed.test.ts';

/** The fault suite and the soak. Each file has servers of its own and waits more than it works, so that some run side by side. */
export default defineConfig({
  test: {
    globalSetup: ['src/faults/table.ts'],
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...limits,
          name: 'faults',
          include: ['faults/**/*.test.ts', 'soak/**/*.test.ts'],
          exclude: [heavy],
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...limits, name: 'kills', include: [heavy], sequence: { groupOrder: 1 } } },
    ],
  },
});
