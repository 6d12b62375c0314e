import { defineConfig } from 'vitest/config';

/**
 * The fault suite. Each file has servers of its own and waits more than it works, so that several run side by side;
 * more of them would be measured by each other.
 */
export default defineConfig({
  test: {
    name: 'faults',
    include: ['faults/**/*.test.ts', 'soak/**/*.test.ts'],
    globalSetup: ['src/faults/table.ts'],
    testTimeout: 150_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    expect: { requireAssertions: true },
  },
});
