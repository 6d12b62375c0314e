import { find, make, readMeta } from '../shared/dom.js';
import { createEventLog } from '../shared/event-log.js';

/**
 * Frames Inlay without its SDK: an iframe, one listener, and a fresh link when the session is over. This is all that a
 * page needs which cannot load a script of ours.
 */
const inlayOrigin = String(readMeta('inlay-origin'));
/** Codes that a fresh link mends. */
const mended = ['token_expired', 'jti_reused', 'session_missing', 'session_expired'];
/** Least milliseconds between two links that were asked for after an error. */
const pause = 5_000;

const log = createEventLog(find('#messages', HTMLElement), find('#messages-empty', HTMLElement));
const problem = find('#problem', HTMLElement);
const iframe = make('iframe', {
  title: 'Connected services',
  referrerpolicy: 'strict-origin',
  allow: 'clipboard-write',
});
find('#frame', HTMLElement).append(iframe);
let openedAt = 0;

window.addEventListener('message', (event) => {
  // Anybody may send this page a message: only what comes from our frame, and from Inlay in it, is looked at.
  if (event.source !== iframe.contentWindow || event.origin !== inlayOrigin) return;
  if (typeof event.data !== 'string') return;
  const message = JSON.parse(event.data);
  log.add(String(message.type), event.data);
  if (message.type === 'heightChange') iframe.style.height = `${Number(message.payload.height)}px`;
  if (message.type === 'ready') problem.hidden = true;
  const isOver = message.type === 'sessionEnded' || (message.type === 'error' && mended.includes(message.payload.code));
  if (isOver && Date.now() - openedAt > pause) void open();
});

async function open() {
  openedAt = Date.now();
  try {
    const answer = await fetch('/frame-address', { method: 'POST' });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const { url } = await answer.json();
    iframe.src = url;
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
    problem.hidden = false;
  }
}

find('#clear', HTMLButtonElement).addEventListener('click', () => log.clear());
void open();
