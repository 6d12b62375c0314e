import { InlayError } from '@inlay/shared';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JodooIntegrationRow } from '../../src/database/schema.ts';
import { checkStanding } from '../../src/jodoo/sign-in.ts';
import { isTrusted, parseTrustedDomains } from '../../src/jodoo/trusted-domains.ts';

describe('trusted domains', () => {
  it('are bare hosts with commas and without blanks, as the FAQ has them', () => {
    for (const text of [
      'a.example.com',
      'a.example.com,b.example.com',
      'localhost',
      '127.0.0.1',
      'xn--bcher-kva.example',
    ]) {
      expect(parseTrustedDomains(text)).toEqual({ ok: true, domains: text.split(',') });
    }
  });

  it.each([
    ['https://a.example.com, b.example.com', 'a.example.com,b.example.com'],
    ['a.example.com, b.example.com', 'a.example.com,b.example.com'],
    ['https://a.example.com/', 'a.example.com'],
    ['a.example.com/path?x=1', 'a.example.com'],
    ['A.Example.COM', 'a.example.com'],
    ['a.example.com:8443', 'a.example.com'],
    ['a.example.com.', 'a.example.com'],
    ['a.example.com,a.example.com', 'a.example.com'],
    ['a.example.com,', 'a.example.com'],
    [' a.example.com', 'a.example.com'],
    ['a.example.com;b.example.com', 'a.example.com,b.example.com'],
    ['a.example.com，b.example.com', 'a.example.com,b.example.com'],
    ['a.example.com\nb.example.com', 'a.example.com,b.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('%j is refused, with %s to write', (text, suggestion) => {
    const result = parseTrustedDomains(text);
    expect(result).toMatchObject({ ok: false, suggestion });
    expect(result).toHaveProperty('message', expect.stringContaining(`write ${suggestion}`));
  });

  it('says what is wrong where nothing can be suggested', () => {
    for (const text of ['', ',', '*.example.com', '.', '-a.example', `${'a'.repeat(64)}.example`, 'x'.repeat(3_000)]) {
      expect(parseTrustedDomains(text)).not.toHaveProperty('suggestion');
    }
    expect(parseTrustedDomains('*.example.com')).toMatchObject({ message: expect.stringContaining('one by one') });
  });

  it('A84: whatever is suggested is a list that is taken', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(fc.constantFrom('https://', 'a.example', 'B', '.', ',', ' ', '/x', ':8', '*', '，', '-', '1', 'ü'))
            .map((list) => list.join('')),
        ),
        (text) => {
          const result = parseTrustedDomains(text);
          if (result.ok || result.suggestion === undefined) return;
          expect(parseTrustedDomains(result.suggestion).ok).toBe(true);
        },
      ),
    );
  });

  it('match as a whole: no subdomain, no ending, whatever the port', () => {
    expect(isTrusted(['example.com'], 'https://example.com')).toBe(true);
    expect(isTrusted(['example.com'], 'https://example.com:8443')).toBe(true);
    for (const origin of ['https://a.example.com', 'https://xample.com', 'https://example.com.evil.test']) {
      expect(isTrusted(['example.com'], origin)).toBe(false);
    }
  });
});

it('jodoo_https_required: no code is taken over plain http, but on this machine', () => {
  const row = {
    enabled: 1,
    trusted_domains: 'inlay.test,localhost',
    tenant_ids: '[]',
    frame_origins: '[]',
  } as JodooIntegrationRow;
  const codeAt = (origin: string): string | undefined => {
    try {
      checkStanding(row, origin);
      return undefined;
    } catch (error) {
      return error instanceof InlayError ? error.code : 'unknown';
    }
  };
  expect(codeAt('http://inlay.test')).toBe('jodoo_https_required');
  expect(codeAt('https://inlay.test')).toBeUndefined();
  expect(codeAt('http://localhost:4000')).toBeUndefined();
});
