import { defineConfig } from 'vitest/config';

// Real databases and processes start in these tests; the limits are for a slow machine, not a measure.
export default defineConfig({
  test: {
    name: 'server',
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
  },
});
