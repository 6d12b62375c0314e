import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import type { EmbedProvider } from '@inlay/shared/embed-api';
import type { Frame } from '../../app/frame.ts';
import '../provider-mark.ts';
import { frameLink } from './frame-link.ts';
import { icon } from './icons.ts';

/** The link back to the list. */
export function backLink(frame: Frame, path: string): TemplateResult {
  return html`<nav class="back">
    ${frameLink(frame, path, 'text-link', html`${icon('back')}${frame.locale.text.connections}`)}
  </nav>`;
}

/** What stands at the head of a provider's page. */
export interface ProviderHeader {
  readonly title: string;
  /** What stands under the title; default: the provider's description. */
  readonly detail?: unknown;
  /** Whether to say where the credentials are found; default: no. */
  readonly help?: boolean;
}

/** Mark, title and a line about the provider. */
export function providerHeader(frame: Frame, provider: EmbedProvider, header: ProviderHeader): TemplateResult {
  return html`<header class="provider-header">
    <inlay-mark class="large" .provider=${provider}></inlay-mark>
    <div>
      <h1 tabindex="-1">${header.title}</h1>
      <p class="muted" dir="auto">${header.detail ?? provider.description}</p>
      ${header.help ? helpLink(frame, provider) : nothing}
    </div>
  </header>`;
}

/** Where the person finds the credentials, in a new tab. Anything but an https address is left out. */
export function helpLink(frame: Frame, { name, helpUrl }: EmbedProvider): TemplateResult | typeof nothing {
  if (!helpUrl?.startsWith('https://')) return nothing;
  const { text } = frame.locale;
  return html`<a class="text-link help" href=${helpUrl} target="_blank" rel="noopener noreferrer">
    ${text.help(name)}${icon('outward')}<span class="visually-hidden">${text.newTab}</span>
  </a>`;
}
