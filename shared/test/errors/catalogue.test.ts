import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorDocs } from '../../scripts/error-docs.ts';
import { errorCatalogue, errorCodes, isErrorCode } from '../../src/errors/catalogue.ts';
import { InlayError } from '../../src/errors/inlay-error.ts';
import { errorLanguages, errorText } from '../../src/errors/texts.ts';

/** The contract's codes of admission and session with their statuses, in the order in which they are checked. */
const contract: readonly (readonly [code: string, status: number])[] = [
  ['http_request_invalid', 400],
  ['path_invalid', 400],
  ['token_missing', 401],
  ['token_invalid', 401],
  ['alg_invalid', 401],
  ['sub_missing', 401],
  ['sub_invalid', 401],
  ['vendor_missing', 401],
  ['vendor_key_missing', 401],
  ['token_signature_invalid', 401],
  ['iat_missing', 401],
  ['iat_invalid', 401],
  ['token_expired', 401],
  ['jti_missing', 401],
  ['jti_invalid', 401],
  ['vendor_admin_missing', 403],
  ['vendor_direct_team_link_disabled', 403],
  ['team_missing', 403],
  ['team_not_allowed', 403],
  ['team_unconfirmed', 403],
  ['team_direct_team_link_disabled', 403],
  ['team_saml_required', 403],
  ['member_invalid', 403],
  ['member_unconfirmed', 403],
  ['origin_missing', 403],
  ['origin_not_allowed', 403],
  ['jti_reused', 409],
  ['session_missing', 401],
  ['session_expired', 401],
  ['session_revoked', 401],
  ['rate_limited', 429],
  ['service_unavailable', 503],
  ['internal_error', 500],
];

const page = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');

describe('the error catalogue', () => {
  it('has the contract’s codes with their statuses, in the order of checking', () => {
    const rows = errorCodes.map((code) => [code, errorCatalogue[code].status] as const);
    expect(rows.slice(0, contract.length)).toEqual(contract);
  });

  it('names every code in lower case with underscores, with the status of a refusal', () => {
    for (const code of errorCodes) {
      expect(code).toMatch(/^[a-z]+(?:_[a-z]+)+$/);
      expect(errorCatalogue[code].status).toBeGreaterThanOrEqual(400);
      expect(errorCatalogue[code].status).toBeLessThan(600);
    }
  });

  it('A84: knows its own codes alone, and no name of a prototype', () => {
    for (const code of errorCodes) expect(isErrorCode(code)).toBe(true);
    for (const text of ['', 'unknown', 'constructor', '__proto__', 'toString']) expect(isErrorCode(text)).toBe(false);
  });

  it('gives each error its status', () => {
    for (const code of errorCodes) expect(new InlayError(code).status).toBe(errorCatalogue[code].status);
  });
});

describe('the texts', () => {
  it('exist in English, German and Chinese', () => {
    expect(errorLanguages).toEqual(['en', 'de', 'zh']);
  });

  it.each(errorLanguages)('tell title, action, cause and remedy of every code in %s', (language) => {
    for (const code of errorCodes) {
      const text = errorText(code, language);
      expect(Object.keys(text).toSorted(), code).toEqual(['action', 'cause', 'remedy', 'title']);
      for (const sentence of Object.values(text)) expect(sentence.trim().length, code).toBeGreaterThan(3);
      expect(text.title, code).not.toMatch(/[.。]$/);
      for (const sentence of [text.action, text.cause, text.remedy]) expect(sentence, code).toMatch(/[.。]$/);
    }
  });

  it('exist in Arabic for whatever people meet once a link was opened', () => {
    const met = new Set<string>(['session', 'general', 'connection', 'authorization', 'jodoo']);
    for (const code of errorCodes) {
      const text = errorText(code, 'ar');
      expect(/\p{Script=Arabic}/u.test(text.title), code).toBe(met.has(errorCatalogue[code].area));
      expect(text.title, code).not.toMatch(/[.]$/);
      for (const sentence of [text.action, text.cause, text.remedy]) expect(sentence, code).toMatch(/[.]$/);
    }
  });

  it('name each end of an authorisation (contract, section 6)', () => {
    expect(errorCodes.filter((code) => errorCatalogue[code].area === 'authorization')).toEqual([
      'popup_blocked',
      'popup_closed',
      'authorization_denied',
      'authorization_failed',
      'authorization_timeout',
      'state_mismatch',
    ]);
  });

  it('name each refusal of signing in by Jodoo (contract, section 7)', () => {
    expect(errorCodes.filter((code) => errorCatalogue[code].area === 'jodoo')).toEqual([
      'jodoo_integration_missing',
      'jodoo_app_disabled',
      'jodoo_domain_untrusted',
      'jodoo_https_required',
      'jodoo_code_missing',
      'jodoo_code_invalid',
      'jodoo_secret_invalid',
      'jodoo_state_mismatch',
      'jodoo_tenant_not_allowed',
      'jodoo_member_unmapped',
      'jodoo_member_disabled',
      'jodoo_unavailable',
    ]);
  });

  it.each([...errorLanguages, 'ar'].filter((language) => language !== 'en'))(
    'name in %s the same addresses, claims and commands as in English',
    (language) => {
      const technical =
        /\/api\/v1\/[a-z-]+|\/embedded\/[a-z]+|\/health\/ready|INLAY_[A-Z_]+|inlay vendors [a-z]+|\{"[^}]*\}/g;
      for (const code of errorCodes) {
        const named = (text: { readonly cause: string; readonly remedy: string }) =>
          `${text.cause} ${text.remedy}`.match(technical)?.toSorted() ?? [];
        expect(named(errorText(code, language)), code).toEqual(named(errorText(code)));
      }
    },
  );

  it('are chosen by the language of the locale, English where there is none', () => {
    const title = (locale?: string) => errorText('jti_reused', locale).title;
    expect(title('de-AT')).toBe(errorText('jti_reused', 'de').title);
    expect(title('ZH-Hans-CN')).toBe(errorText('jti_reused', 'zh').title);
    expect(title('de,en;q=0.8')).toBe(errorText('jti_reused', 'de').title);
    for (const locale of [undefined, '', 'en', 'fr', '*', 'x']) expect(title(locale)).toBe('This link has been used');
  });

  it('A84: are English for a locale that is a name of a prototype', () => {
    for (const locale of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(errorText('not_found', locale)).toEqual(errorText('not_found', 'en'));
    }
  });
});

describe('docs/error-codes.md', () => {
  it('is what the catalogue says (run `pnpm docs:errors` after a change)', () => {
    expect(page).toBe(errorDocs());
  });

  it('has one heading for each code, whose anchor is the code', () => {
    const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading = '']) => heading);
    expect(headings.toSorted()).toEqual([...errorCodes].toSorted());
  });
});
