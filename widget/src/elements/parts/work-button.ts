import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

/** A button that says what it does while it works. */
export interface WorkButton {
  readonly label: string;
  readonly busyLabel: string;
  readonly busy: boolean;
  /** Look; default: `quiet`. */
  readonly kind?: 'main' | 'quiet' | 'danger';
  /** What a click does; without it the button submits its form. */
  readonly action?: () => void;
}

/**
 * Both labels lie in one grid cell, so the button is as wide as the longer one and never changes. While it works it keeps
 * the focus and takes no clicks.
 */
export function workButton({ label, busyLabel, busy, kind = 'quiet', action }: WorkButton): TemplateResult {
  const click = (event: Event) => {
    if (busy) event.preventDefault();
    else action?.();
  };
  return html`<button
    class="button ${kind} ${busy ? 'busy' : ''}"
    type=${action ? 'button' : 'submit'}
    aria-disabled=${busy}
    @click=${click}
  >
    <span class="idle-label">${label}</span>
    <span class="busy-label"><span class="spinner"></span>${busyLabel}</span>
  </button>`;
}
