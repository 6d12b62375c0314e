import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../src/log.ts';
import { redact } from '../src/log-redaction.ts';
import { captureLog } from './support/log.ts';

const secretNames = ['token', 'sessionToken', 'authorization', 'cookie', 'apiKey', 'password', 'secret', 'credentials'];

function lastLine(lines: readonly string[]): Record<string, unknown> {
  return JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
}

describe('A50: redaction by name', () => {
  it('hides what pino’s own redaction hides, to three levels', () => {
    const lines: string[] = [];
    const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
    const oracle = pino(
      { base: null, timestamp: false, redact: { paths, censor: '[redacted]' } },
      { write: (line: string) => void lines.push(line) },
    );
    const name = fc.constantFrom(...secretNames, 'a', 'b', '__proto');
    const leaf = fc.constantFrom<unknown>('CANARY', 1, null, true);
    const object = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
      fc.dictionary(name, value, { maxKeys: 4 });
    const fields = object(fc.oneof(leaf, object(fc.oneof(leaf, object(fc.oneof(leaf, object(leaf)))))));
    fc.assert(
      fc.property(fields, (logged) => {
        oracle.info(structuredClone(logged));
        const { level: _level, ...hidden } = lastLine(lines);
        expect(JSON.parse(JSON.stringify(redact(logged)))).toEqual(hidden);
      }),
    );
  });

  it('hides in lists, in children and in the lines of requests, and changes nothing that it was given', () => {
    const log = captureLog();
    const { logger, lines } = log;
    const told = { list: [{ token: 'CANARY' }], deep: { of: { secret: 'CANARY' } }, fine: [1, 'two'] };
    logger.info(told, 'one');
    logger.child({ password: 'CANARY', kept: 1 }).warn('two');
    logger.child({ requestId: 'req_1' }).error({ cookie: 'CANARY' }, 'three');
    logger.child({ requestId: 'req_1' }).child({ apiKey: 'CANARY' }).info('four');
    expect(log.text()).not.toContain('CANARY');
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['one', 'two', 'three', 'four']);
    expect(told.list).toEqual([{ token: 'CANARY' }]);
    expect(told.deep.of.secret).toBe('CANARY');
  });
});

describe('the log of a request', () => {
  it('has the request id in each line, at each level, and errors by their serializer', () => {
    const { logger, lines } = captureLog();
    const log = logger.child({ requestId: 'req_1' });
    for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const) {
      log[level]({ a: 1 }, 'told');
      expect(lastLine(lines)).toEqual({
        level,
        time: expect.any(String) as string,
        requestId: 'req_1',
        a: 1,
        msg: 'told',
      });
      log[level]('told of %s', 'two');
      expect(lastLine(lines)).toMatchObject({ level, requestId: 'req_1', msg: 'told of two' });
      log[level](Object.assign(new Error('broken'), { token: 'CANARY' }));
      expect(lastLine(lines)).toMatchObject({ level, requestId: 'req_1', msg: 'broken', err: { type: 'Error' } });
    }
    log.silent('nothing');
    expect(log.level).toBe('trace');
    expect(lines.join('')).not.toContain('CANARY');
  });

  it('is as silent as the server’s', () => {
    const lines: string[] = [];
    const log = createLogger('warn', { write: (line: string) => void lines.push(line) });
    log.child({ requestId: 'req_1' }).info({ a: 1 }, 'told');
    expect(lines).toEqual([]);
    log.child({ requestId: 'req_1' }, { level: 'info' }).info({ a: 1 }, 'told');
    expect(lastLine(lines)).toMatchObject({ level: 'info', requestId: 'req_1', a: 1, msg: 'told' });
  });
});
