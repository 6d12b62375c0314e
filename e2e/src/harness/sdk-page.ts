import { serveHostPage } from './host-page.ts';
import type { HostPage } from './host-page.ts';
import type { LinkOptions } from './partner.ts';
import type { World } from './world.ts';

/** A frame that a page mounts by the SDK. */
export interface Mounted {
  readonly link: LinkOptions;
  /** Options of `inlay.mount`, but for `getLink`. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A partner's page that uses the SDK, with the backend that signs its links. */
export interface SdkPage {
  readonly address: string;
  /** How often the page asked its backend for a link. */
  calls(): number;
  /** Has the backend answer the next `count` calls with an error. */
  failNext(count: number): void;
}

/** Serves a page that mounts one frame for each of `frames`, and keeps what the SDK tells in `window.events`; `after` runs then. */
export function serveSdkPage(
  world: World,
  frames: readonly Mounted[],
  page: Omit<HostPage, 'body' | 'script' | 'scripts'> & { readonly after?: string; readonly heading?: string },
): SdkPage {
  let calls = 0;
  let failures = 0;
  const backend = `${world.sites.freePath()}/link`;
  frames.forEach(({ link }, index) => {
    world.sites.serve(page.host, `${backend}-${index}`, async () => {
      calls += 1;
      if (failures > 0) {
        failures -= 1;
        return { status: 503, type: 'application/json', body: '{}' };
      }
      return { type: 'application/json', body: JSON.stringify({ url: await world.partner.link(link) }) };
    });
  });
  const address = serveHostPage(world.sites, {
    ...page,
    body: `<main>${page.heading === undefined ? '' : `<h1>${page.heading}</h1>`}
${frames.map((_, index) => `<div id="target-${index}"></div>`).join('\n')}</main>`,
    scripts: [`${world.origin}/sdk/inlay.js`],
    script: `${mountScript(
      frames.map(({ options = {} }) => options),
      backend,
    )}${page.after ?? ''}`,
  });
  return { address, calls: () => calls, failNext: (count) => void (failures = count) };
}

function mountScript(options: readonly unknown[], backend: string): string {
  return `
window.events = [];
window.frames_ = ${JSON.stringify(options)}.map((options, index) => {
  const getLink = async () => {
    const response = await fetch('${backend}-' + index, { method: 'POST' });
    if (!response.ok) throw new Error('The backend answered ' + response.status);
    return (await response.json()).url;
  };
  const frame = inlay.mount('#target-' + index, { ...options, getLink });
  for (const type of ['ready', 'heightChange', 'connectionStatusChange', 'error', 'navigated', 'sessionEnded', 'close']) {
    frame.on(type, (payload) => events.push({ type, payload, frame: index }));
  }
  return { ...frame, getLink };
});
`;
}
