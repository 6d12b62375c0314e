import type { FrameConfig } from '@inlay/shared/embed-api';
import '../styles/app.css';
import type { InlayApp } from '../elements/inlay-app.ts';
import '../elements/inlay-app.ts';
import { firstPaint, readConfig } from './boot.ts';
import type { Entry } from './entry.ts';
import { Frame } from './frame.ts';
import { observeHeight } from './host-channel/observe-height.ts';
import { createSender } from './host-channel/sender.ts';
import type { HostLine } from './host-channel/types.ts';

/** What differs between the ways by which a frame opens. */
export interface Opening {
  readonly line: HostLine;
  readonly entry: (frame: Frame) => Entry;
  /** Whether the address stays what it is, so that a reload can begin from it. */
  readonly keepsAddress: boolean;
}

/** Starts the frame of the page, as the server wrote it. */
export async function start(prepare: (config: FrameConfig) => Opening): Promise<void> {
  const config = readConfig(document);
  const app = document.querySelector<InlayApp>('inlay-app');
  if (!config || !app) {
    return createSender(window).post({ type: 'error', payload: { code: 'internal_error', requestId: null } }, ['*']);
  }
  const frame = new Frame(window, config, prepare(config), () => app.getBoundingClientRect().height);
  observeHeight(app, (height) => frame.tellHeight(height));
  // The skeleton stands until the language is there: until then there is nothing to say.
  void frame.spoken.then(() => (app.frame = frame));
  await firstPaint(window);
  await frame.entry.open();
}
