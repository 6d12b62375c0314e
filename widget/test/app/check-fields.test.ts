import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProviderField } from '@inlay/shared/embed-api';
import { ApiError } from '../../src/app/api/api-error.ts';
import { checkFields, cleanValues, faultsOf } from '../../src/app/check-fields.ts';
import { Locale } from '../../src/app/i18n/locale.ts';

const locale = new Locale({ lang: '', dir: '' });
const field = (change: Partial<ProviderField> = {}): ProviderField => ({
  name: 'a',
  label: 'A',
  type: 'text',
  required: true,
  secret: false,
  maxLength: 10,
  ...change,
});
const check = (change: Partial<ProviderField>, value: string) =>
  checkFields([field(change)], { a: value }, locale)['a'];

describe('checking fields', () => {
  it('asks for what is required, and for nothing else', () => {
    expect(check({}, '')).toBe(locale.text.required);
    expect(check({ required: false, pattern: 'x+' }, '')).toBeUndefined();
  });

  it('takes a value of the full length and none longer', () => {
    expect(check({}, 'x'.repeat(10))).toBeUndefined();
    expect(check({}, 'x'.repeat(11))).toBe('Use 10 characters at most');
  });

  it.each([
    ['x-1', true],
    ['ax-1', false],
    ['x-1b', false],
  ])('holds the whole of a value against the pattern: %s', (value, fits) => {
    expect(check({ pattern: 'x-[0-9]' }, value) === undefined).toBe(fits);
  });

  it('refuses nobody by a pattern that it cannot read', () => {
    expect(check({ pattern: '(' }, 'x')).toBeUndefined();
  });

  it.each([
    ['https://a.b', true],
    ['http://localhost', true],
    ['http://a.b', false],
    ['javascript:', false],
    ['a.b', false],
  ])('takes a web address by https, or of this machine: %s', (value, fits) => {
    expect(check({ type: 'url', maxLength: 99 }, value) === undefined).toBe(fits);
  });

  it.each([
    ['a@b.cd', true],
    ['a@b', false],
    ['a b@c.d', false],
  ])('knows an e-mail address: %s', (value, fits) => {
    expect(check({ type: 'email' }, value) === undefined).toBe(fits);
  });

  it('never throws, whatever is typed', () => {
    const types = fc.constantFrom<ProviderField['type']>('text', 'password', 'url', 'email');
    fc.assert(fc.property(types, fc.string(), (type, value) => void check({ type }, value)));
  });
});

describe('cleaning values', () => {
  it('takes blanks around an API key away, and leaves empty values out', () => {
    const fields = [field({ secret: true }), field({ name: 'b' })];
    expect(cleanValues({ kind: 'api_key', fields }, { a: ' key\n', b: '  ', c: 'unknown' })).toEqual({ a: 'key' });
  });

  it('keeps the blanks of a password', () => {
    const fields = [field(), field({ name: 'b', secret: true })];
    expect(cleanValues({ kind: 'basic', fields }, { a: ' me ', b: ' pass ' })).toEqual({ a: 'me', b: ' pass ' });
  });
});

it('puts the faults that the server found to their fields', () => {
  const details = [
    { path: '/fields/a~1b~0c', message: 'one' },
    { path: '/provider', message: 'two' },
  ];
  expect(faultsOf(new ApiError({ code: 'fields_invalid', details }))).toEqual({ 'a/b~c': 'one' });
});
