import type { ErrorCode } from '@inlay/shared';
import type { CheckName } from './types.ts';

/** An entry of Jodoo's "Integration App FAQ", and what of Inlay answers it. */
export interface FaqEntry {
  /** What stands there, shortened where it is a sentence of several. */
  readonly question: string;
  readonly checks: readonly CheckName[];
  readonly codes: readonly ErrorCode[];
}

/**
 * The FAQ's checklist, its seven questions and its notes on security: each maps to checks of the diagnosis, to codes
 * that people and operators see, or to both. `docs/jodoo.md` answers each under a heading of the same words.
 */
export const faq = {
  app_status: {
    question: 'App Status',
    checks: ['app_enabled'],
    codes: ['jodoo_app_disabled'],
  },
  trusted_domains: {
    question: 'Trusted Domains',
    checks: ['trusted_domains', 'middleware_host'],
    codes: ['jodoo_domain_untrusted'],
  },
  https_support: {
    question: 'HTTPS Support',
    checks: ['https', 'application_https'],
    codes: ['jodoo_https_required'],
  },
  not_in_whitelist: {
    question: 'After clicking Enter App, an error says the request source domain is not in the whitelist',
    checks: ['trusted_domains', 'middleware_host'],
    codes: ['jodoo_domain_untrusted'],
  },
  fails_to_redirect: {
    question: 'After clicking Enter App, the page fails to redirect or an error appears',
    checks: ['app_enabled', 'middleware_host', 'https', 'home_page'],
    codes: ['jodoo_integration_missing', 'jodoo_app_disabled', 'jodoo_domain_untrusted', 'jodoo_unavailable'],
  },
  username_does_not_exist: {
    question: 'The system says the username does not exist or login fails',
    checks: ['mapping'],
    codes: ['jodoo_member_unmapped', 'jodoo_member_disabled', 'jodoo_tenant_not_allowed'],
  },
  code_invalid_or_expired: {
    question: 'The system says the code token is invalid or expired',
    checks: ['clock'],
    codes: ['jodoo_code_invalid', 'jodoo_code_missing'],
  },
  secret_was_reset: {
    question: 'After resetting the Suite Secret, single sign-on no longer works',
    checks: ['secret'],
    codes: ['jodoo_secret_invalid'],
  },
  blank_page: {
    question: 'A third-party page embedded in a Jodoo form or dashboard appears blank or fails to load',
    checks: ['app_enabled', 'trusted_domains', 'middleware_host', 'https', 'framing'],
    codes: ['jodoo_https_required'],
  },
  asks_to_log_in_again: {
    question: 'A third-party page embedded in a Jodoo form or dashboard asks the user to log in again',
    checks: ['app_enabled', 'middleware_host', 'https', 'authorization_page', 'secret'],
    codes: ['jodoo_state_mismatch', 'jodoo_secret_invalid'],
  },
  protecting_the_secret: {
    question: 'Protecting the Suite Secret',
    checks: ['secret'],
    codes: ['jodoo_secret_invalid'],
  },
  https_is_required: {
    question: 'HTTPS Is Required',
    checks: ['https', 'application_https'],
    codes: ['jodoo_https_required'],
  },
} as const satisfies Readonly<Record<string, FaqEntry>>;

export type FaqId = keyof typeof faq;

/** The seven questions, in the FAQ's order; the rest is its checklist and its notes. */
export const faqQuestions: readonly FaqId[] = [
  'not_in_whitelist',
  'fails_to_redirect',
  'username_does_not_exist',
  'code_invalid_or_expired',
  'secret_was_reset',
  'blank_page',
  'asks_to_log_in_again',
];

/** Entries of the FAQ that a check helps with. */
export function faqOf(check: CheckName): readonly FaqId[] {
  const entries: Readonly<Record<FaqId, FaqEntry>> = faq;
  return (Object.keys(entries) as FaqId[]).filter((id) => entries[id].checks.includes(check));
}
