import { expect, it } from 'vitest';
import { isUnavailable } from '../../src/database/is-unavailable.ts';
import { DatabaseUnavailable } from '../../src/database/unavailable.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

it.each([
  ['08006', '28P01', '40001', '40P01', '53100', '53200', '53300', '55P03', '57014', '57P01', '57P02', '57P03'],
  ['25006', '25P03', '3D000', '42501', '58030', 'XX001'],
  ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EMFILE'],
  ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED', 'SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE'],
])('A02: %s and its like say that the database cannot', (...codes) => {
  expect(codes.filter((code) => !isUnavailable(withCode(code)))).toEqual([]);
});

it('A02: so do silence and connections that were lost', () => {
  expect(isUnavailable(new DatabaseUnavailable('the database did not answer in time'))).toBe(true);
  expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isUnavailable(new Error('timeout exceeded when trying to connect'))).toBe(true);
});

it('a wrong statement, a violated constraint and other failures are none of it', () => {
  const others = [withCode('23505'), withCode('42601'), withCode('SQLITE_CONSTRAINT_UNIQUE'), new TypeError('x'), 'x'];
  expect(others.filter(isUnavailable)).toEqual([]);
});
