import { defineInlayFrame } from './inlay-frame.ts';

/** The host SDK as a module: `@inlay/widget/host`. */
export { mount } from './mount.ts';
export type * from './host-api.d.ts';

defineInlayFrame();
