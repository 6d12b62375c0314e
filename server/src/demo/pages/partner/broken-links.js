import { find, make } from '../shared/dom.js';
import { fetchLink } from './links.js';
import { currentCustomer } from './workspace.js';

/** @type {Readonly<Record<string, {title: string, why: string}>>} */
const stories = {
  used: {
    title: 'A link that was used already',
    why: 'It is opened twice here. Its first use is a good one and spends it; whoever finds it later gets nothing.',
  },
  expired: {
    title: 'A link that was kept too long',
    why: 'It was signed two minutes ago. A link holds for 30 seconds.',
  },
  origin: {
    title: 'A link for another page',
    why: 'It is made out to https://elsewhere.example, where this customer has never allowed its pages to be framed.',
  },
  altered: {
    title: 'A link that somebody changed',
    why: 'Another customer’s name was written into it after it was signed, so the signature no longer fits.',
  },
  unconfirmed: {
    title: 'A link for an unconfirmed customer',
    why: 'Juniper Labs signed up and never confirmed. Its link is good, its account is not.',
  },
  path: { title: 'A link to no page', why: 'It asks for /admin, which is no page that can be framed.' },
};

/**
 * Opens links that must not work in a frame of their own, without the SDK (which would fetch a better link), and says
 * what Inlay answered.
 * @param {HTMLDialogElement} dialog
 * @param {string} inlayOrigin
 * @param {(type: string, payload: Record<string, unknown>) => void} heard
 */
export function createBrokenLinks(dialog, inlayOrigin, heard) {
  const holder = find('#broken-frame', HTMLElement, dialog);
  const verdict = find('#broken-verdict', HTMLElement, dialog);
  /** @type {HTMLIFrameElement | undefined} */
  let iframe;
  /** @type {((type: string, payload: Record<string, unknown>) => void) | undefined} */
  let next;

  window.addEventListener('message', (event) => {
    if (iframe === undefined || event.source !== iframe.contentWindow || event.origin !== inlayOrigin) return;
    const message = readMessage(event.data);
    if (message === undefined || !['ready', 'error'].includes(message.type)) return;
    heard(message.type, message.payload);
    next?.(message.type, message.payload);
  });

  find('button', HTMLButtonElement, dialog).addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    iframe?.remove();
    iframe = undefined;
    next = undefined;
  });

  return {
    /** @param {string} kind */
    async open(kind) {
      const story = stories[kind];
      if (story === undefined) return;
      find('h2', HTMLElement, dialog).textContent = story.title;
      find('#broken-why', HTMLElement, dialog).textContent = story.why;
      show('waiting', 'Opening the link…');
      iframe = make('iframe', { title: story.title, referrerpolicy: 'strict-origin', allow: 'clipboard-write' });
      holder.replaceChildren(iframe);
      dialog.showModal();
      try {
        const { url } = await fetchLink({ customer: currentCustomer().externalId, broken: kind });
        if (iframe === undefined) return;
        next = (type, payload) => {
          if (type === 'error')
            return show('refused', `Refused: ${String(payload['code'])}`, String(payload['requestId']));
          show('waiting', 'Admitted. Opening the same link once more…');
          if (iframe !== undefined) iframe.src = url;
        };
        iframe.src = url;
      } catch (error) {
        show('refused', error instanceof Error ? error.message : String(error));
      }
    },
  };

  /**
   * @param {'waiting' | 'refused'} state
   * @param {string} text
   * @param {string} [reference]
   */
  function show(state, text, reference) {
    verdict.dataset['state'] = state;
    verdict.replaceChildren(make('strong', {}, text));
    if (reference !== undefined) verdict.append(make('code', {}, reference));
  }
}

/**
 * Reads a message of the frame: JSON text with a type and a payload.
 * @param {unknown} data
 * @returns {{type: string, payload: Record<string, unknown>} | undefined}
 */
function readMessage(data) {
  if (typeof data !== 'string') return undefined;
  try {
    const { type, payload } = JSON.parse(data);
    return typeof type === 'string' && typeof payload === 'object' && payload !== null ? { type, payload } : undefined;
  } catch {
    return undefined;
  }
}
