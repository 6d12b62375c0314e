import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { ApiError } from '../../app/api/api-error.ts';
import type { Frame } from '../../app/frame.ts';
import '../error-reference.ts';
import { icon } from './icons.ts';

/** A message that stands in the page. */
export interface Notice {
  readonly tone: 'danger' | 'warning' | 'success';
  readonly title: unknown;
  readonly body?: unknown;
}

/** A message of some tone; what it says and what to do stand in it as words, the sign only repeats the tone. */
export function notice({ tone, title, body }: Notice): TemplateResult {
  return html`<div class="notice ${tone}">
    ${icon(tone === 'success' ? 'check' : 'alert')}
    <div class="notice-body">
      <div class="notice-title">${title}</div>
      ${body ?? nothing}
    </div>
  </div>`;
}

/** Ends that a person brought about: nothing is broken. */
const undone = /^(?:popup_|authorization_denied)/;

/**
 * What happened, what to do, a way to do it, and the reference for the people who help. Read out as it appears.
 * `alone`: nothing else is on the page, so that its title is the page's heading.
 */
export function errorNotice(frame: Frame, error: ApiError, retry?: unknown, alone = false): TemplateResult {
  const { title, action } = frame.errors.words(error);
  return html`<div role="alert">
    ${notice({
      tone: undone.test(error.code) ? 'warning' : 'danger',
      title: alone ? html`<h1>${title}</h1>` : title,
      body: html`<p>${action}</p>
        ${retry ?? nothing}
        <inlay-reference .frame=${frame} .code=${error.code} .requestId=${error.requestId}></inlay-reference>`,
    })}
  </div>`;
}
