import { describe, expect, it } from 'vitest';
import { judgeFraming } from '../../../src/jodoo/diagnosis/framing.ts';

const page = 'https://inlay.test/jodoo/jod_1/embed';
const parent = 'https://www.jodoo.com';

function judge(headers: Readonly<Record<string, string>>, from = parent, of = page): boolean {
  return judgeFraming(new Headers(headers), of, from).isAllowed;
}
const csp = (policy: string): Readonly<Record<string, string>> => ({ 'content-security-policy': policy });

describe('what a browser would make of a page in a frame', () => {
  it.each([
    ['https://www.jodoo.com', true],
    ['https://app.jodoo.com https://www.jodoo.com', true],
    ['https://app.jodoo.com', false],
    ["'none'", false],
    ['', false],
    ["'self'", false],
    ['*', true],
    ['https:', true],
    ['http:', true],
    ['data:', false],
    ['*.jodoo.com', true],
    ['https://*.jodoo.com', true],
    ['*.www.jodoo.com', false],
    ['jodoo.com', false],
    ['www.jodoo.com', true],
    ['http://www.jodoo.com', true],
    ['http://www.jodoo.com:80', true],
    ['WWW.JODOO.COM', true],
    ['https://www.jodoo.com:443', true],
    ['https://www.jodoo.com:*', true],
    ['https://www.jodoo.com:8443', false],
    ['https://www.jodoo.com.evil.test', false],
    ['https://evil-www.jodoo.com', false],
    ['www*.jodoo.com', false],
  ])('frame-ancestors %s: %s', (sources, isAllowed) => {
    expect(judge(csp(`default-src 'none'; frame-ancestors ${sources}; base-uri 'none'`))).toBe(isAllowed);
  });

  it('takes the first frame-ancestors of a policy, and needs every policy', () => {
    expect(judge(csp(`frame-ancestors ${parent}; frame-ancestors 'none'`))).toBe(true);
    expect(judge(csp(`frame-ancestors ${parent}, frame-ancestors 'none'`))).toBe(false);
    expect(judge(csp(`default-src 'self', FRAME-ANCESTORS ${parent}`))).toBe(true);
  });

  it.each([
    [{ 'x-frame-options': 'DENY' }, false],
    [{ 'x-frame-options': 'sameorigin' }, false],
    [{ 'x-frame-options': 'SAMEORIGIN, DENY' }, false],
    [{ 'x-frame-options': 'ALLOW-FROM https://www.jodoo.com' }, true],
    [{ 'x-frame-options': 'DENY', ...csp(`frame-ancestors ${parent}`) }, true],
    [{ 'x-frame-options': 'DENY', ...csp("default-src 'none'") }, false],
    [{ 'content-security-policy-report-only': "frame-ancestors 'none'" }, true],
    [{}, true],
  ])('%j: %s', (headers, isAllowed) => {
    expect(judge(headers)).toBe(isAllowed);
  });

  it('knows its own origin, other ports, and mixed content', () => {
    expect(judge(csp("frame-ancestors 'self'"), 'https://inlay.test')).toBe(true);
    expect(judge({ 'x-frame-options': 'SAMEORIGIN' }, 'https://inlay.test')).toBe(true);
    expect(judge(csp('frame-ancestors https://www.jodoo.com'), 'https://www.jodoo.com:8443')).toBe(false);
    expect(judge({}, parent, 'http://inlay.test/')).toBe(false);
    expect(judge({}, parent, 'http://localhost:4000/')).toBe(true);
    expect(judge({}, 'http://localhost:4200', 'http://localhost:4000/')).toBe(true);
  });
});
