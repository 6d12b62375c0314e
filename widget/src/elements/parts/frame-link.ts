import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { Frame } from '../../app/frame.ts';

/** A link to another page of the frame. It opens here whatever key is held: elsewhere there is no session. */
export function frameLink(frame: Frame, path: string, className: string, content: unknown): TemplateResult {
  const follow = (event: Event) => {
    event.preventDefault();
    frame.router.go(path);
  };
  return html`<a class=${className} href=${path} @click=${follow} @auxclick=${follow}>${content}</a>`;
}
