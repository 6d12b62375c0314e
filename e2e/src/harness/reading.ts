import type { Page } from '@playwright/test';

/** A message as a host's window received it. */
export interface Received {
  readonly origin: string;
  readonly data: unknown;
  /** How many ports came with it. */
  readonly ports: number;
}

/** What an event tells, whichever way it came. */
export interface Told {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A message of Inlay, unwrapped. */
export interface Heard extends Told {
  readonly v: number;
  readonly session?: string | null;
  readonly seq?: number;
  readonly wk?: boolean;
}

/** Everything that the page's window was sent. */
export function messagesOf(page: Page): Promise<readonly Received[]> {
  return page.evaluate(() => Reflect.get(window, 'messages') as readonly Received[]);
}

/** The messages of Inlay among them. */
export async function heardBy(page: Page): Promise<readonly Heard[]> {
  return (await messagesOf(page)).flatMap(({ data }) => (typeof data === 'string' ? (JSON.parse(data) as Heard) : []));
}

/** What the SDK told the page, with the index of the frame that it came from. */
export function eventsOf(page: Page): Promise<readonly (Told & { readonly frame: number })[]> {
  return page.evaluate(() => Reflect.get(window, 'events') as readonly (Told & { readonly frame: number })[]);
}

/** Waits until the page heard of a session, and answers the id of the latest. */
export async function sessionOf(page: Page): Promise<string> {
  await page.waitForFunction(() =>
    (Reflect.get(window, 'messages') as readonly Received[]).some(({ data }) =>
      String(data).includes('"session":"ses_'),
    ),
  );
  return (await heardBy(page)).findLast(({ session }) => session)?.session ?? '';
}
