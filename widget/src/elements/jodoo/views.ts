import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';
import { openPopup } from '../../app/authorization/popup.ts';
import type { Trial } from '../../app/entry.ts';
import type { Frame } from '../../app/frame.ts';
import type { SignIn } from '../../app/jodoo/sign-in.ts';
import type { JodooWords } from '../../app/jodoo/words/en.ts';
import { authorizationPanel } from '../authorization/index.ts';
import '../error-reference.ts';
import { icon } from '../parts/icons.ts';
import { errorNotice } from '../parts/notice.ts';
import { workButton } from '../parts/work-button.ts';

/**
 * What one sees without a session: why, and one way to go on. `begin` tries everything again; without it the page is not
 * framed, and goes to Jodoo itself.
 */
export function view(
  frame: Frame,
  words: JodooWords,
  signIn: SignIn,
  begin: (() => Promise<void>) | undefined,
  trial: Trial,
): unknown {
  const { session, locale } = frame;
  const { phase, closed, error } = session;
  if (!closed && phase !== 'waiting') return nothing;
  if (signIn.phase === 'elsewhere' || signIn.phase === 'blocked') return authorizationPanel(frame, 'Jodoo', signIn);
  // Only what failed on its way is worth the same try: everything else needs the person.
  const again = error?.local && (session.canRetry ? () => session.retry() : !signIn.ready && begin);
  const button = again ? retryButton(frame, trial, again) : signInButton(words, signIn, begin !== undefined);
  if (closed && error && !error.isSessionEnd) return errorNotice(frame, error, button, true);
  const ended = phase === 'ended';
  return html`<div class="blank">
    ${icon(ended ? 'clock' : 'plug')}
    <h1 tabindex="-1">${ended ? locale.text.ended : words.title}</h1>
    <p>${ended ? words.endedHint : words.hint}</p>
    ${button}
  </div>`;
}

function retryButton({ locale: { text } }: Frame, trial: Trial, again: () => Promise<void>): TemplateResult {
  return workButton({ label: text.retry, busyLabel: text.retrying, busy: trial.busy, action: () => trial.run(again) });
}

function signInButton(words: JodooWords, signIn: SignIn, framed: boolean): TemplateResult {
  if (!framed) return html`<a class="button main" href=${signIn.address}>${words.signIn}</a>`;
  return workButton({
    label: words.signIn,
    busyLabel: words.signingIn,
    busy: !signIn.ready || signIn.phase === 'opening',
    kind: 'main',
    action: () => signIn.reopened(openPopup(window, signIn.path)),
  });
}

/**
 * As whom one is here, so that nobody works in another's name unnoticed; and what the host's page sent along, which
 * anybody could have written. Styled by `jodoo.css`.
 */
export function note({ session }: Frame, words: JodooWords, values: Readonly<Record<string, string>>): unknown {
  const name = session.phase === 'open' && session.info?.signedInAs;
  const entries = Object.entries(values);
  return html`<footer class="entry">
    ${name ? html`<p>${words.signedInAs(isolated(name))}</p>` : nothing}
    ${
      name && entries.length > 0
        ? html`<details>
            <summary>${words.values}</summary>
            <dl class="facts">
              ${entries.map(
                ([key, value]) =>
                  html`<div class="fact">
                    <dt dir="auto">${key}</dt>
                    <dd dir="auto">${value}</dd>
                  </div>`,
              )}
            </dl>
          </details>`
        : nothing
    }
  </footer>`;
}

/** Keeps the direction of a name from turning the words around it (Unicode, UAX 9: FSI and PDI). */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
