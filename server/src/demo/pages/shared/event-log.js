import { make } from './dom.js';

/** Entries that stay in the list. */
const entriesMax = 200;

/**
 * A list of events, newest first. Types and payloads come from another origin: they are shown as text alone.
 * @param {HTMLElement} list
 * @param {HTMLElement} empty What stands there while the list is empty.
 */
export function createEventLog(list, empty) {
  const show = () => {
    empty.hidden = list.childElementCount > 0;
  };
  show();
  return {
    /**
     * Adds an event.
     * @param {string} type
     * @param {string} text The payload, or the whole message.
     * @param {string} [note] Where it came from, if not from the page's own frame.
     */
    add(type, text, note) {
      const now = new Date();
      const time = make('time', { datetime: now.toISOString() }, clockTime(now));
      const name = make('strong', {}, type);
      const head = make('div', { class: 'event-head' }, time, name);
      if (note !== undefined) head.append(make('span', { class: 'event-note' }, note));
      const tone = type === 'error' || type === 'sessionEnded' ? 'bad' : type === 'ready' ? 'good' : 'plain';
      list.prepend(make('li', { 'data-tone': tone, 'data-type': type }, head, make('pre', {}, text)));
      while (list.childElementCount > entriesMax) list.lastElementChild?.remove();
      show();
    },
    clear() {
      list.replaceChildren();
      show();
    },
  };
}

/** @param {Date} date */
function clockTime(date) {
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/**
 * Writes a payload on one line that wraps between its members.
 * @param {Record<string, unknown>} payload
 */
export function payloadText(payload) {
  return JSON.stringify(payload, null, 1).replaceAll(/\n\s*/g, ' ');
}
