import type { HostSites } from './host-sites.ts';

/** A page of somebody's site. */
export interface HostPage {
  readonly host: string;
  /** Content of the body; a function is asked anew for each request, as a direct link is good for one. */
  readonly body?: string | (() => string | Promise<string>);
  /** A script that runs once the body is there. */
  readonly script?: string;
  /** Addresses of scripts that run before it. */
  readonly scripts?: readonly string[];
  readonly style?: string;
  readonly lang?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every page keeps what it is sent, for the tests to look at. */
const recorder = `
window.messages = [];
addEventListener('message', ({ origin, data, ports }) => messages.push({ origin, data, ports: ports.length }));
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
  console.error('Content-Security-Policy: ' + effectiveDirective + ' refuses ' + blockedURI));
`;

/** Serves `page` and answers its address. Scripts and styles are files of their own, for hosts whose policy is strict. */
export function serveHostPage(sites: HostSites, page: HostPage): string {
  const { host, body = '', script = '', scripts = [], style = '', lang = 'en', headers = {} } = page;
  const path = sites.freePath();
  const address = sites.serve(host, path, async () => ({
    type: 'text/html',
    headers,
    body: `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Host</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${path}.css">
${[`${path}-recorder.js`, ...scripts].map((source) => `<script src="${source}"></script>`).join('\n')}
<body>
${typeof body === 'string' ? body : await body()}
<script src="${path}.js"></script>
</body>
</html>`,
  }));
  sites.serve(host, `${path}-recorder.js`, () => ({ type: 'text/javascript', body: recorder }));
  sites.serve(host, `${path}.js`, () => ({ type: 'text/javascript', body: script }));
  sites.serve(host, `${path}.css`, () => ({ type: 'text/css', body: `iframe { border: 0; width: 100% } ${style}` }));
  return address;
}

/** An iframe as a host writes it by hand. */
export function iframeTag(source: string, attributes = ''): string {
  return `<iframe title="Connections" src="${source.replaceAll('&', '&amp;')}" ${attributes}></iframe>`;
}
