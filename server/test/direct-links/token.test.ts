import { InlayError } from '@inlay/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeToken } from '../../src/direct-links/token.ts';
import { encode } from '../support/tokens.ts';

const claims = encode({ sub: 'v:E1' });
const signature = encode('signature');
const withHeader = (header: Parameters<typeof encode>[0]): string => `${encode(header)}.${claims}.${signature}`;
const sound = withHeader({ alg: 'RS256' });

function codeOf(text: string): string {
  try {
    decodeToken(text);
    return 'taken';
  } catch (error) {
    return error instanceof InlayError ? error.code : String(error);
  }
}

describe('a token taken apart', () => {
  it('gives header and claims of a sound token', () => {
    const token = decodeToken(withHeader({ alg: 'RS256', typ: 'JWT', kid: 'k1' }));
    expect(token.kid).toBe('k1');
    expect(token.claims.get('sub')).toBe('v:E1');
  });

  it('A25, A26, A88: answers any text with a code and never throws anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['token_invalid', 'alg_invalid']).toContain(codeOf(text));
      }),
    );
    const part = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        expect(['token_invalid', 'alg_invalid']).toContain(codeOf(parts.join('.')));
      }),
    );
  });

  it('A26: refuses every character outside the alphabet, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.nat(sound.length - 1),
        fc.constantFrom(' ', '\n', '\t', '=', '+', '/', '\u00e4', '\0', ','),
        (at, character) => {
          expect(codeOf(sound.slice(0, at) + character + sound.slice(at))).toBe('token_invalid');
        },
      ),
    );
  });

  it('A26: refuses a part whose unused bits are not zero', () => {
    const [header = '', payload = ''] = sound.split('.');
    // One byte is two characters, of which the last holds four unused bits.
    expect(codeOf(`${header}.${payload}.AA`)).toBe('taken');
    for (const last of 'BCDEFGHIJKLMNOP') expect(codeOf(`${header}.${payload}.A${last}`)).toBe('token_invalid');
  });

  it.each([
    ['no dot', 'abc'],
    ['two parts', `${encode({ alg: 'RS256' })}.${claims}`],
    ['four parts', `${sound}.x`],
    ['five parts, as a JWE has', `${sound}.x.y`],
    ['JSON serialization', JSON.stringify({ payload: claims, signatures: [] })],
    ['an empty header', `.${claims}.${signature}`],
    ['a detached payload', `${encode({ alg: 'RS256' })}..${signature}`],
    ['a nested token', `${encode({ alg: 'RS256' })}.${encode(sound)}.${signature}`],
    ['quotes around it', `"${sound}"`],
    ['final newline', `${sound}\n`],
  ])('A25: refuses %s', (_name, text) => {
    expect(codeOf(text)).toBe('token_invalid');
  });

  it('A29: refuses more than 4 KiB, and takes 4 KiB', () => {
    const fill = (length: number): string => {
      const head = `${encode({ alg: 'RS256' })}.`;
      for (let size = 0; ; size++) {
        const text = `${head}${encode(JSON.stringify({ fill: 'x'.repeat(size) }))}.`;
        if (text.length >= length - 8) return `${text}${'A'.repeat(length - text.length)}`;
      }
    };
    expect(codeOf(fill(4096))).toBe('taken');
    expect(codeOf(fill(4100))).toBe('token_invalid');
  });

  it.each(['crit', 'b64', 'jku', 'x5u', 'x5c', 'jwk', 'zip', 'enc'])(
    'A13, A24: refuses %s in the header, whatever its value',
    (name) => {
      for (const value of [[], ['b64'], false, null, '', 'https://evil.example/keys']) {
        expect(codeOf(withHeader({ alg: 'RS256', [name]: value }))).toBe('token_invalid');
      }
    },
  );

  it.each([
    'none',
    'None',
    'NONE',
    'nOnE',
    'HS256',
    'HS384',
    'HS512',
    'RS384',
    'RS512',
    'PS256',
    'ES256',
    'rs256',
    'RS256 ',
    '',
    null,
    256,
    ['RS256'],
    { alg: 'RS256' },
  ])('A11: takes RS256 alone as alg, not %j', (alg) => {
    expect(codeOf(withHeader({ alg }))).toBe('alg_invalid');
  });

  it('A11: refuses a missing alg, and alg none without a signature', () => {
    expect(codeOf(withHeader({}))).toBe('alg_invalid');
    expect(codeOf(`${encode({ alg: 'none' })}.${claims}.`)).toBe('alg_invalid');
  });

  it.each(['at+jwt', 'jwt', 'JWE', 'secevent+jwt', '', null, 1])('A30: refuses typ %j', (typ) => {
    expect(codeOf(withHeader({ alg: 'RS256', typ }))).toBe('token_invalid');
  });

  it.each([1, null, [], {}, '', 'k'.repeat(300)])('A15: refuses kid %j', (kid) => {
    expect(codeOf(withHeader({ alg: 'RS256', kid }))).toBe('token_invalid');
  });
});
