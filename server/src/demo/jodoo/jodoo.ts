import { makeApp } from './apps.ts';
import type { IntegrationApp, NewApp } from './apps.ts';
import { Codes } from './codes.ts';
import type { Person } from './people.ts';
import { defaultSettings } from './settings.ts';
import type { Disturbance, JodooSettings } from './settings.ts';

/** A call of `auth_info`, for whoever wants to know how often a code was tried. */
export interface Exchange {
  readonly code: string;
  readonly outcome: 'identity' | 'disturbed' | keyof JodooSettings['errors'];
}

/** How a Jodoo is made. */
export interface JodooOptions {
  readonly settings?: Partial<JodooSettings>;
  /** Milliseconds since 1970. Default: the machine's clock. */
  readonly now?: () => number;
}

/** Exchanges that are remembered. */
const exchangesMax = 200;

/** What a Jodoo knows, and the switches of it: the site serves this, and follows each change at once. */
export class Jodoo {
  readonly settings: JodooSettings;
  readonly codes: Codes;
  /** By Suite ID. */
  readonly apps = new Map<string, IntegrationApp>();
  /** The latest calls of `auth_info`, oldest first. */
  readonly exchanges: Exchange[] = [];
  /** What is wrong with `auth_info` at present. */
  disturbance: Disturbance | undefined;
  /** Milliseconds that `slow` takes. */
  slowness = 8_000;
  /** Whether every address answers 503, but for styles and scripts. */
  isDown = false;
  /** Milliseconds by which the `Date` of `auth_info`'s answers is ahead. */
  dateAhead = 0;
  readonly now: () => number;

  constructor({ settings = {}, now = Date.now }: JodooOptions = {}) {
    this.settings = { ...defaultSettings(), ...settings };
    this.now = now;
    this.codes = new Codes(now);
  }

  /** Makes an integration app known. */
  addApp(app: NewApp): IntegrationApp {
    const made = makeApp(app);
    this.apps.set(made.suiteId, made);
    return made;
  }

  /** Gives out a code, as Enter App and the authorization page do. */
  issueCode({ suiteId }: IntegrationApp, person: Person): string {
    return this.codes.issue(suiteId, person, this.settings.codeLifetime);
  }

  /** Notes a call of `auth_info`. */
  note(exchange: Exchange): void {
    this.exchanges.push(exchange);
    if (this.exchanges.length > exchangesMax) this.exchanges.shift();
  }
}

/** An address with further parameters. */
export function withParameters(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
