import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** The files that take longest, in the order to begin with. */
const first = ['soak/soak', 'faults/inlay-killed', 'faults/redis-network', 'faults/clocks', 'faults/both-stores'];

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

/**
 * The fault suite and the soak. Each file has servers of its own and waits more than it works, so that several run side
 * by side; more of them would be measured by each other.
 */
export default defineConfig({
  test: {
    name: 'faults',
    include: ['faults/**/*.test.ts', 'soak/**/*.test.ts'],
    globalSetup: ['src/faults/table.ts'],
    testTimeout: 150_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    expect: { requireAssertions: true },
  },
});
