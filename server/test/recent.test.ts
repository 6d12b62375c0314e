import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Recent } from '../src/recent.ts';

it('answers as a map does for the newest of its size, and holds no more than twice as many', () => {
  const size = 5;
  const step = fc.record({ act: fc.constantFrom('set', 'get', 'delete', 'clear'), key: fc.nat(20), value: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const recent = new Recent<number, number>(size);
      const model = new Map<number, number>();
      /** Keys by their latest use, newest last. */
      let used: number[] = [];
      for (const { act, key, value } of steps) {
        const isNewest = used.slice(-size).includes(key);
        if (act === 'set') {
          recent.set(key, value);
          model.set(key, value);
        } else if (act === 'delete') {
          recent.delete(key);
          model.delete(key);
        } else if (act === 'clear') {
          recent.clear();
          model.clear();
        }
        // What is older may be forgotten; what is there is what was set.
        const kept = recent.get(key);
        expect(isNewest ? kept : (kept ?? model.get(key))).toBe(model.get(key));
        used = [...used.filter((one) => one !== key), ...(model.has(key) ? [key] : [])];
      }
      const held = Array.from({ length: 21 }, (_, key) => recent.get(key)).filter((value) => value !== undefined);
      expect(held.length).toBeLessThanOrEqual(3 * size);
    }),
  );
});

it('forgets what was not asked for while its size of others came twice', () => {
  const recent = new Recent<string, number>(3);
  recent.set('kept', 1);
  recent.set('left', 1);
  for (let index = 0; index < 20; index++) {
    recent.set(`other ${index}`, index);
    expect(recent.get('kept')).toBe(1);
  }
  expect(recent.get('left')).toBeUndefined();
});
