import { readFileSync } from 'node:fs';
import { frameEventTypes } from '@inlay/shared/messages';
import type { FrameEvents } from '@inlay/shared/messages';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as declared from '../../src/sdk/host-api.d.ts';
import * as host from '../../src/sdk/host.ts';

const text = readFileSync(new URL('../../src/sdk/host-api.d.ts', import.meta.url), 'utf8');

describe('the declarations that are shipped', () => {
  it('are those of the events the frame sends', () => {
    expectTypeOf<declared.HostEvents>().toEqualTypeOf<FrameEvents>();
    for (const type of frameEventTypes) expect(text).toContain(`  ${type}: `);
  });

  it('are those of the code', () => {
    expectTypeOf(host.mount).toEqualTypeOf<typeof declared.mount>();
    expect(Object.keys(host)).toEqual(['mount']);
  });

  it('stand by themselves', () => {
    expect(text).not.toMatch(/\bimport\b|\/\/\/ *<reference/);
  });

  it('can be imported where there is no document', () => {
    expect(typeof document).toBe('undefined');
    expect(host.mount).toBeTypeOf('function');
  });
});
