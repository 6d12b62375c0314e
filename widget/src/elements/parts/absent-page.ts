import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { defaultPagePath } from '@inlay/shared/paths';
import type { Frame } from '../../app/frame.ts';
import { frameLink } from './frame-link.ts';
import { icon } from './icons.ts';

/** A page of something that is not there: says so, and leads back. */
export function absentPage(frame: Frame): TemplateResult {
  const { text } = frame.locale;
  return html`<div class="blank">
    ${icon('plug')}
    <h1 tabindex="-1">${text.missing}</h1>
    <p>${text.missingHint}</p>
    ${frameLink(frame, defaultPagePath, 'button quiet', text.back)}
  </div>`;
}
