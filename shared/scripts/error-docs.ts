import { errorCatalogue, errorCodes } from '../src/errors/catalogue.ts';
import type { ErrorCode, ErrorEntry } from '../src/errors/catalogue.ts';
import { errorText } from '../src/errors/texts.ts';

/** Headings of the page's parts, in the order in which they stand. */
const areas: Readonly<Record<ErrorEntry['area'], { readonly heading: string; readonly opening: string }>> = {
  admission: {
    heading: 'Opening a direct link',
    opening:
      'Checked in the order in which they stand here: the first that fails is the answer. Facts about accounts are told only to whoever signed the token with a key of the vendor.',
  },
  session: { heading: 'Sessions', opening: 'Answers of the embedded page’s own requests, once a link was redeemed.' },
  connection: { heading: 'Connections', opening: 'Answers to connecting, reconnecting and disconnecting a service.' },
  authorization: {
    heading: 'Authorisation in a window of its own',
    opening:
      'How connecting a service of OAuth 2.0 can end. The frame shows it and tells its host by one `error` message; the window says it too. Reconnecting leaves the old credentials in force until the new ones are proven.',
  },
  jodoo: {
    heading: 'Signing in with Jodoo',
    opening:
      'Answers of `/jodoo/…`: a page where a person came by a navigation, JSON where the frame asked. Whoever is refused is in the vendor’s audit events as `jodoo.sign_in`.',
  },
  api: { heading: 'Partner API', opening: 'Answers of `/api/v1`.' },
  general: { heading: 'Everywhere', opening: 'Answers that any address may give.' },
};

/** The page `docs/error-codes.md`, made from the error catalogue and its English texts. */
export function errorDocs(): string {
  const parts = Object.entries(areas).map(([area, { heading, opening }]) => {
    const codes = errorCodes.filter((code) => errorCatalogue[code].area === area);
    return [`## ${heading}`, opening, ...codes.map(section)].join('\n\n');
  });
  return `${[introduction(), ...parts].join('\n\n')}\n`;
}

function introduction(): string {
  return [
    '<!-- Made from shared/src/errors by `pnpm docs:errors`. Edit the catalogue, not this page. -->',
    '# Error codes',
    'Every refusal has one code. It stands on the error page, in the `error` message to the host page, in the JSON of an API answer, and in the audit events. Codes and statuses are stable; the sentences are for people, come in several languages and may change. Each answer also has a request id, under which the server’s log has the particulars.',
    '“Retry: yes” means that the same wish, made again, may succeed with nothing repaired; where a link was spent, that takes a fresh one.',
  ].join('\n\n');
}

function section(code: ErrorCode): string {
  const { status, retryable } = errorCatalogue[code];
  const { title, cause, remedy } = errorText(code);
  return [
    `### ${code}`,
    `HTTP ${status} · Retry: ${retryable ? 'yes' : 'no'} · “${title}”`,
    `**Cause.** ${escape(cause)}`,
    `**Remedy.** ${escape(remedy)}`,
  ].join('\n\n');
}

/** Keeps `<…>` in a text from being read as HTML. */
function escape(text: string): string {
  return text.replaceAll('<', '\\<');
}
