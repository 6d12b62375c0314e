import { defineInlayFrame } from './inlay-frame.ts';

/** The host SDK for a script tag: the global `inlay`. */
export { mount } from './mount.ts';

defineInlayFrame();
