import { request } from 'undici';

/** A page of this server, as it comes through the public address. */
export interface OwnPage {
  readonly status: number;
  readonly headers: Headers;
  /** The code of a refusal, where the page is one. */
  readonly code: string | undefined;
}

/** Milliseconds until the page must be there. */
const patience = 5_000;
/** Characters of the page that are looked at. */
const lookedAt = 64 * 1024;

/** Opens a page as a browser navigates to it, without cookies. Throws where nothing answers. */
export async function openOwnPage(address: string): Promise<OwnPage> {
  const answer = await request(address, {
    headers: { accept: 'text/html', 'accept-language': 'en' },
    signal: AbortSignal.timeout(patience),
  });
  const text = (await answer.body.text()).slice(0, lookedAt);
  const headers = new Headers();
  for (const [name, value = []] of Object.entries(answer.headers)) {
    for (const one of [value].flat()) headers.append(name, one);
  }
  return { status: answer.statusCode, headers, code: /data-code="([a-z_]+)"/.exec(text)?.[1] };
}

/** Why nothing answered, in a word. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? (error instanceof Error ? error.name : 'unknown failure');
}
