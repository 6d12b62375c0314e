import { html, nothing } from 'lit/html.js';
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
  const { retry: label, retrying: busyLabel } = locale.text;
  const button = again
    ? workButton({ label, busyLabel, busy: trial.busy, action: () => trial.run(again) })
    : begin
      ? workButton({
          label: words.signIn,
          busyLabel: words.signingIn,
          busy: !signIn.ready || signIn.phase === 'opening',
          kind: 'main',
          action: () => signIn.reopened(openPopup(window, signIn.path)),
        })
      : html`<a class="button main" href=${signIn.address}>${words.signIn}</a>`;
  if (closed && error && !error.isSessionEnd) return errorNotice(frame, error, button, true);
  const ended = phase === 'ended';
  return html`<div class="blank">
    ${icon('plug')}
    <h1>${ended ? locale.text.ended : words.title}</h1>
    <p>${ended ? words.endedHint : words.hint}</p>
    ${button}
  </div>`;
}

/** As whom one is here, so that nobody works in another's name unnoticed. Styled by `jodoo.css`. */
export function head({ session }: Frame, words: JodooWords): unknown {
  const name = session.info?.signedInAs;
  return session.phase === 'open' && name ? html`<p class="signed-in">${words.signedInAs(name)}</p>` : nothing;
}

/** What the host's page sent along, which anybody could have written. */
export function foot({ session }: Frame, words: JodooWords, values: Readonly<Record<string, string>>): unknown {
  const entries = Object.entries(values);
  if (!entries[0] || session.phase !== 'open') return nothing;
  return html`<details class="sent-along">
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
  </details>`;
}
