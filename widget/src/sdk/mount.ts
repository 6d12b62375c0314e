import { createFrame } from './frame.ts';
import type { InlayFrame, MountOptions } from './host-api.d.ts';

/** Puts a frame into `target`; see `host-api.d.ts`. */
export function mount(target: Element | string, options: MountOptions): InlayFrame {
  const element = typeof target === 'string' ? document.querySelector(target) : target;
  if (!(element instanceof Element)) throw new TypeError('inlay.mount: there is no such element.');
  if (typeof options?.getLink !== 'function') throw new TypeError('inlay.mount: getLink must be a function.');
  return createFrame(element, options);
}
