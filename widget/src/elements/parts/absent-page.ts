import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { defaultPagePath } from '@inlay/shared/paths';
import type { ApiError } from '../../app/api/api-error.ts';
import type { Frame } from '../../app/frame.ts';
import '../error-reference.ts';
import { frameLink } from './frame-link.ts';
import { icon } from './icons.ts';

/** A page of something that is not there: says why, and leads back. */
export function absentPage(frame: Frame, error: ApiError): TemplateResult {
  const { title, action } = frame.errors.words(error);
  return html`<div class="blank">
    ${icon('plug')}
    <h1 tabindex="-1">${title}</h1>
    <p>${action}</p>
    ${frameLink(frame, defaultPagePath, 'button quiet', frame.locale.text.back)}
    <inlay-reference .frame=${frame} .code=${error.code} .requestId=${error.requestId}></inlay-reference>
  </div>`;
}
