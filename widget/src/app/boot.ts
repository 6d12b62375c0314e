import { isRecord } from '@inlay/shared/messages';
import type { FrameConfig } from '@inlay/shared/embed-api';

/** Reads what the server wrote into the page; `undefined` where the page is not one of ours. */
export function readConfig(document: Document): FrameConfig | undefined {
  const content = document.querySelector('meta[name="inlay-config"]')?.getAttribute('content');
  try {
    const config: unknown = JSON.parse(content ?? '');
    return isRecord(config) ? (config as unknown as FrameConfig) : undefined;
  } catch {
    return undefined;
  }
}

/** Waits until something was painted. A frame out of sight never paints: it waits a moment only. */
export async function firstPaint(window: Window): Promise<void> {
  const { document } = window;
  if ('prerendering' in document && document.prerendering === true) {
    await new Promise((resolve) => document.addEventListener('prerenderingchange', resolve, { once: true }));
  }
  await new Promise<void>((resolve) => {
    window.setTimeout(resolve, 60);
    window.requestAnimationFrame(() => window.setTimeout(resolve));
  });
}
