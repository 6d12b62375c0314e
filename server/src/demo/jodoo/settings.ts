/** How an error of the API is answered: Jodoo's own are HTTP 400 with a number and a text. */
export interface ApiError {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
}

/**
 * What is not documented of Jodoo, and therefore is a setting here. The defaults are assumptions: nobody should build
 * on them.
 */
export interface JodooSettings {
  /** Path of the authorization page. Read once, when the site is made. */
  readonly authorizationPath: string;
  /** Milliseconds that a code lives. */
  codeLifetime: number;
  /** Whether other sites may frame the authorization page, and the sign-in that it shows. */
  authorizationFramed: boolean;
  /** Whether a person is asked before the first sign-in to an app; else whoever is signed in goes straight on. */
  asksApproval: boolean;
  /** `None` comes with `Secure`, which browsers want. */
  cookieSameSite: 'Lax' | 'None' | 'Strict';
  /** The errors of `auth_info`. */
  errors: Readonly<Record<'codeRefused' | 'secretRefused' | 'appDisabled' | 'requestInvalid' | 'limited', ApiError>>;
}

/** The settings where nothing else is chosen. */
export function defaultSettings(): JodooSettings {
  return {
    authorizationPath: '/integration/authorize',
    codeLifetime: 5 * 60_000,
    authorizationFramed: true,
    asksApproval: false,
    cookieSameSite: 'Lax',
    errors: {
      codeRefused: { status: 400, code: 17_101, msg: 'The code token is invalid or expired.' },
      secretRefused: { status: 400, code: 8_301, msg: 'Authorization failed.' },
      appDisabled: { status: 400, code: 8_302, msg: 'No permission for API calls.' },
      requestInvalid: { status: 400, code: 17_017, msg: 'Parameter invalid.' },
      limited: { status: 400, code: 8_303, msg: 'The limit of the company is reached.' },
    },
  };
}

/** Ways in which `auth_info` fails. `slow` does its work and answers late; `silent` never answers. */
export const disturbances = [
  'slow',
  'silent',
  'hang-up',
  'http-500',
  'http-502',
  'limited',
  'not-json',
  'truncated',
  'huge',
  'redirect',
  'empty',
  'error-in-200',
  'wrong-types',
] as const;

export type Disturbance = (typeof disturbances)[number];

/** What each is called on a page. */
export const disturbanceNames: Readonly<Record<Disturbance, string>> = {
  slow: 'it answers after 8 seconds',
  silent: 'it never answers',
  'hang-up': 'it hangs up',
  'http-500': 'it answers 500',
  'http-502': 'it answers 502, a page',
  limited: 'it says that a limit is reached',
  'not-json': 'it answers a page in place of JSON',
  truncated: 'it answers half of the JSON',
  huge: 'it answers far too much',
  redirect: 'it redirects elsewhere',
  empty: 'it answers an empty object',
  'error-in-200': 'it answers an error as a success',
  'wrong-types': 'it answers other types',
};
