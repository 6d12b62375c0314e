import { expect, it } from 'vitest';
import { idsOf, indexEntry } from '../../src/state/shards.ts';

it('a list of one customer’s sessions leaves others’ out by their entries, and keeps those that do not say whose they are', () => {
  const entries = [indexEntry('ses_1', 'cus_xaaaa'), indexEntry('ses_2', 'cus_xbbbb'), 'ses_3', 'ses_1'];
  expect(idsOf(entries, 'cus_xaaaa')).toEqual(['ses_1', 'ses_3']);
  expect(idsOf(entries, 'cus_xbbbb')).toEqual(['ses_2', 'ses_3', 'ses_1']);
  expect(idsOf(entries, undefined)).toEqual(['ses_1', 'ses_2', 'ses_3']);
});
