import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** Signs drawn on a grid of 16 in the colour of the text; each only repeats what the words beside it say. */
const paths = {
  alert: 'M8 4.75V8.5m0 2.75v.01M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0Z',
  check: 'm5.25 8.25 2 2 3.5-4.25M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0Z',
  forward: 'm6 3.5 4.5 4.5L6 12.5',
  back: 'M10 3.5 5.5 8l4.5 4.5',
  search: 'm10.5 10.5 3.25 3.25M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0Z',
  clear: 'm4 4 8 8m0-8-8 8',
  lock: 'M5 7V5a3 3 0 0 1 6 0v2m-7 0h8a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z',
  outward: 'M6 3.5H3.5v9h9V10M9 3h4v4m0-4L7.5 8.5',
  plug: 'M6 2v3m4-3v3M4.25 5h7.5v2.5a3.75 3.75 0 0 1-7.5 0ZM8 11.25V14',
  clock: 'M8 4.5V8l2.25 1.5M14.25 8a6.25 6.25 0 1 1-12.5 0 6.25 6.25 0 0 1 12.5 0Z',
} as const;

/** One of the signs; hidden from screen readers. */
export function icon(name: keyof typeof paths): TemplateResult {
  const mirrored = name === 'forward' || name === 'back' || name === 'outward';
  return html`<svg class="icon ${mirrored ? 'mirrored' : ''}" viewBox="0 0 16 16" aria-hidden="true">
    <path d=${paths[name]} />
  </svg>`;
}
