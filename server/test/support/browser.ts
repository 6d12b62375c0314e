import type { TestApp } from './app.ts';

/** One answer that a browser got, on its way or at its end. */
export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a browser says of a navigation that a script cannot. */
interface VisitOptions {
  readonly method?: 'GET' | 'POST';
  readonly body?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  /** Stops at the first address of this origin and path that it is sent to. */
  readonly stopAt?: string;
}

/**
 * A browser without scripts: it keeps cookies by host and path, follows redirects between our server and others, and
 * says of each navigation where it comes from (Fetch Metadata).
 */
export interface TestBrowser {
  /** Goes to an address and wherever it leads; answers the end of the way. `from` says who sends it there; one that is `silent` sends no Fetch Metadata. */
  visit(url: string, from?: keyof typeof sites, options?: VisitOptions): Promise<Visit>;
  /** Where the last visit was sent on its way, in order. */
  readonly way: readonly URL[];
  /** Cookies for `url`, as a header. */
  cookies(url: URL): string;
}

const sites = { frame: 'same-origin', address: 'none', site: 'cross-site', silent: undefined } as const;

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
  readonly attributes: string;
}

/** Opens a browser whose requests to `https://inlay.test` go to `appOf()`: one instance, or whichever is asked next. */
export function openBrowser(appOf: () => TestApp): TestBrowser {
  let cookies: Cookie[] = [];
  let way: URL[] = [];

  const header = (url: URL): string =>
    cookies
      .filter(({ host, path }) => host === url.host && url.pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');

  function keep(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const mark = pair.indexOf('=');
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
      const cookie = {
        host: url.host,
        path,
        name: pair.slice(0, mark),
        value: pair.slice(mark + 1),
        attributes: attributes.join('; '),
      };
      cookies = cookies.filter((one) => one.host !== cookie.host || one.name !== cookie.name || one.path !== path);
      if (cookie.value !== '' && !/max-age=0|expires=thu, 01 jan 1970/i.test(cookie.attributes)) cookies.push(cookie);
    }
  }

  async function ask(
    url: URL,
    site: string | undefined,
    { method = 'GET', body, headers = {} }: VisitOptions,
  ): Promise<Visit> {
    const all: Record<string, string> = {
      accept: 'text/html,application/xhtml+xml',
      ...(site === undefined
        ? {}
        : { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    };
    const cookie = header(url);
    if (cookie !== '') all['cookie'] = cookie;
    if (url.origin === 'https://inlay.test') {
      const answer = await appOf().app.inject({
        method,
        url: `${url.pathname}${url.search}`,
        headers: { host: url.host, ...all },
        ...(body === undefined ? {} : { payload: body.toString() }),
      });
      const lines = answer.headers['set-cookie'];
      keep(url, lines === undefined ? [] : [lines].flat());
      const told = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
      return { url, status: answer.statusCode, headers: new Headers(told), text: answer.body };
    }
    const answer = await fetch(url, {
      method,
      headers: all,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    keep(url, answer.headers.getSetCookie());
    return { url, status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  return {
    get way() {
      return way;
    },
    cookies: header,
    async visit(address, from = 'address', options = {}) {
      const { stopAt } = options;
      let url = new URL(address);
      let site: string | undefined = sites[from];
      let asked = options;
      way = [];
      for (let hops = 0; hops < 20; hops += 1) {
        const visit = await ask(url, site, asked);
        const location = visit.headers.get('location');
        if (visit.status < 300 || visit.status >= 400 || location === null) return visit;
        const next = new URL(location, url);
        // A redirect keeps the worst of its way (Fetch Metadata §2.3).
        if (next.origin !== url.origin && site !== undefined && site !== 'none') site = 'cross-site';
        way.push(next);
        url = next;
        asked = {};
        if (stopAt !== undefined && next.href.startsWith(stopAt)) return visit;
      }
      throw new Error(`sent around in circles, at last to ${url.origin}${url.pathname}`);
    },
  };
}
