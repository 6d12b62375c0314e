import type { Logger } from './log.ts';

type Fields = Readonly<Record<string, unknown>>;
type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
type ChildOptions = Parameters<Logger['child']>[1];

/** Of a log without fields of its own. */
const none: Fields = {};

/**
 * A log that puts fields of its own, such as the id of a request, into each line. Fastify makes one for every request, and
 * a child of pino, which can do much more, costs as much as the line that it is made for.
 */
export class FieldLogger implements Logger {
  readonly #log: Logger;
  readonly #fields: Fields;

  constructor(log: Logger, fields: Fields = none) {
    this.#log = log;
    this.#fields = fields;
  }

  get level(): string {
    return this.#log.level;
  }

  set level(level: string) {
    this.#log.level = level;
  }

  fatal(...told: readonly unknown[]): void {
    this.#write('fatal', told);
  }

  error(...told: readonly unknown[]): void {
    this.#write('error', told);
  }

  warn(...told: readonly unknown[]): void {
    this.#write('warn', told);
  }

  info(...told: readonly unknown[]): void {
    this.#write('info', told);
  }

  debug(...told: readonly unknown[]): void {
    this.#write('debug', told);
  }

  trace(...told: readonly unknown[]): void {
    this.#write('trace', told);
  }

  silent(): void {}

  /** A log with more fields; one with a level or serializers of its own is a child of pino. */
  child(fields: Fields, options: ChildOptions = {}): FieldLogger {
    for (const _ in options) return new FieldLogger(this.#log.child({}, options), { ...this.#fields, ...fields });
    return new FieldLogger(this.#log, this.#fields === none ? fields : { ...this.#fields, ...fields });
  }

  #write(level: Level, [first, ...rest]: readonly unknown[]): void {
    if (typeof first === 'string') this.#log[level](this.#fields, first, ...rest);
    else if (first instanceof Error) this.#log[level]({ ...this.#fields, err: first }, messageOf(first, rest));
    else this.#log[level]({ ...this.#fields, ...(first as Fields) }, ...(rest as [string]));
  }
}

function messageOf(error: Error, [message]: readonly unknown[]): string {
  return typeof message === 'string' ? message : error.message;
}
