import { describe, expect, it } from 'vitest';
import { measureNames, readOptions } from '../src/options.ts';

describe('the command line of the benchmark', () => {
  it('measures everything on the production engines by default, and quickly all that needs no browser', () => {
    expect(readOptions([])).toMatchObject({ only: measureNames, engines: 'redis', write: false });
    expect(readOptions(['--quick']).only).not.toContain('ready');
  });

  it('takes measures by name, in its own order', () => {
    expect(readOptions(['--quick', '--only', 'minting,admission']).only).toEqual(['admission', 'minting']);
    expect(() => readOptions(['--only', 'everything'])).toThrow('--only a,b');
    expect(() => readOptions(['--engines', 'mysql'])).toThrow('--engines');
  });

  it('publishes nothing but a whole run', () => {
    expect(readOptions(['--write']).write).toBe(true);
    for (const other of [['--quick'], ['--only', 'sizes'], ['--engines', 'embedded'], ['--profile']]) {
      expect(() => readOptions(['--write', ...other])).toThrow('whole run');
    }
  });
});
