import '../styles/app.css';
import type { InlayApp } from '../elements/inlay-app.ts';
import '../elements/inlay-app.ts';
import { firstPaint, readConfig, takeToken } from './boot.ts';
import { Frame } from './frame.ts';
import { createHostChannel, observeHeight } from './host-channel/index.ts';

const config = readConfig(document);
const app = document.querySelector<InlayApp>('inlay-app');

if (config === undefined || app === null) {
  createHostChannel({ origins: [], dialect: false }).emitUntrusted('internal_error', null);
} else {
  const token = takeToken(window, config.path);
  const channel = createHostChannel(config);
  const frame = new Frame(window, config, token, channel, () => app.getBoundingClientRect().height);
  observeHeight(app, (height) => frame.tellHeight(height));
  // The skeleton stands until the language is there: until then there is nothing to say.
  const shown = frame.locale.speak(config.locale).then(() => (app.frame = frame));
  // A link is spent by a person who sees the page: what opens it outside of a host waits for a click.
  const framed = window.parent !== window;
  if (!framed) frame.session.wait();
  void Promise.all([shown, framed && firstPaint(window).then(() => frame.open())]);
}
