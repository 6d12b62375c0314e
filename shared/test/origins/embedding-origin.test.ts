import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddingOriginMaxLength, isLoopbackHost, parseEmbeddingOrigin } from '../../src/origins/embedding-origin.ts';

const canonical = [
  'https://a.example',
  'https://app.partner.example',
  'https://app.partner.example:8443',
  'https://xn--mnchen-3ya.example',
  'https://a--b.example',
  'https://intranet',
  'https://1st.example',
  'https://a.example:1',
  'https://a.example:65535',
  'https://a.example:80',
  'https://192.0.2.7',
  'https://192.0.2.7:8443',
  'https://[2001:db8::1]',
  'https://[2001:db8::1]:8443',
  'http://localhost',
  'http://localhost:3000',
  'https://localhost:3000',
  'http://127.0.0.1:3000',
  'http://127.8.9.10',
  'http://[::1]:3000',
];

const tokens =
  'https http : / // :// a example . - @ ; , * \' " 443 80 0 1 8443 [ ] ::1 127.0.0.1 localhost %2e ? # \\ A ü xn--'.split(
    ' ',
  );
const pieced = fc.array(fc.constantFrom(' ', '\t', '\n', ...tokens), { maxLength: 12 }).map((parts) => parts.join(''));
const candidate = fc.oneof(
  fc.string({ unit: 'binary' }),
  pieced,
  pieced.map((rest) => `https://a.example${rest}`),
  fc.webUrl(),
);

/** What an accepted text must be, said without the grammar under test. */
function isPlainOrigin(text: string): boolean {
  const url = new URL(text);
  return (
    url.origin === text &&
    /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[1-9][0-9]*)?$/.test(text) &&
    (url.protocol === 'https:' || isLoopbackHost(url.hostname))
  );
}

describe('parseEmbeddingOrigin', () => {
  it.each(canonical)('A34: takes %s as it stands', (origin) => {
    expect(parseEmbeddingOrigin(origin)).toEqual({ ok: true, origin });
  });

  const refused: readonly (readonly [what: string, text: string])[] = [
    ['a second directive', 'https://a.example;sandbox'],
    ['a second policy', 'https://a.example,https://b.example'],
    ['a comma', 'https://a.example,sandbox'],
    ['a second source', 'https://a.example https://b.example'],
    ['a keyword', "'self'"],
    ['a quote', "https://a.example'"],
    ['a double quote', 'https://a.example"'],
    ['a bare wildcard', '*'],
    ['a wildcard host', 'https://*'],
    ['a wildcard label', 'https://*.a.example'],
    ['a wildcard port', 'https://a.example:*'],
    ['a scheme alone', 'https:'],
    ['a scheme and slashes', 'https://'],
    ['a bare host', 'a.example'],
    ['a leading blank', ' https://a.example'],
    ['a trailing blank', 'https://a.example '],
    ['a tab', 'https://a.\texample'],
    ['a line feed', 'https://a.example\n'],
    ['CR LF and a header', 'https://a.example\r\nset-cookie: a=b'],
    ['NUL', 'https://a.example\0'],
    ['a no-break space', 'https://a.example\u00A0'],
    ['a zero-width space', 'https://a.exam\u200Bple'],
    ['a soft hyphen', 'https://a.exam\u00ADple'],
    ['a full stop of another script', 'https://a。example'],
    ['full-width letters', 'https://\uFF41.example'],
    ['an IDN in U-label form', 'https://münchen.example'],
    ['a malformed A-label', 'https://xn--a-.example'],
    ['an A-label of nothing', 'https://xn--.example'],
    ['an upper-case scheme', 'HTTPS://a.example'],
    ['an upper-case host', 'https://A.example'],
    ['the default port', 'https://a.example:443'],
    ['the default port of http', 'http://localhost:80'],
    ['an empty port', 'https://a.example:'],
    ['port 0', 'https://a.example:0'],
    ['a port with a leading zero', 'https://a.example:08443'],
    ['port 65536', 'https://a.example:65536'],
    ['a port of six digits', 'https://a.example:100000'],
    ['a signed port', 'https://a.example:+81'],
    ['a final slash', 'https://a.example/'],
    ['a path', 'https://a.example/path'],
    ['a query', 'https://a.example?q'],
    ['a fragment', 'https://a.example#f'],
    ['a user', 'https://user@a.example'],
    ['a user and password', 'https://user:pw@a.example'],
    ['an empty user', 'https://@a.example'],
    ['a host before @', 'https://a.example@evil.example'],
    ['a percent escape', 'https://a%2eexample'],
    ['a backslash', 'https:\\\\a.example'],
    ['a backslash after the host', 'https://a.example\\'],
    ['three slashes', 'https:///a.example'],
    ['one slash', 'https:/a.example'],
    ['no scheme', '//a.example'],
    ['a trailing dot', 'https://a.example.'],
    ['a leading dot', 'https://.example'],
    ['an empty label', 'https://a..example'],
    ['a leading hyphen', 'https://-a.example'],
    ['a trailing hyphen', 'https://a-.example'],
    ['an underscore', 'https://a_b.example'],
    ['a label of 64 characters', `https://${'a'.repeat(64)}.example`],
    ['http', 'http://a.example'],
    ['http at a host that begins like loopback', 'http://127.0.0.1.a.example'],
    ['http at a host that ends like localhost', 'http://a.localhost'],
    ['another scheme', 'wss://a.example'],
    ['an extension', 'chrome-extension://abcdefgh'],
    ['a file', 'file://'],
    ['a data URL', 'data:text/html,hello'],
    ['a blob URL', 'blob:https://a.example'],
    ['a script', 'javascript:alert(1)'],
    ['an address in decimal', 'https://2130706433'],
    ['an address in hexadecimal', 'https://0x7f000001'],
    ['an address in mixed bases', 'https://0x7f.0.0.1'],
    ['an address in octal', 'https://0177.0.0.1'],
    ['a short address', 'https://127.1'],
    ['an address of five parts', 'https://1.2.3.4.5'],
    ['an address out of range', 'https://256.0.0.1'],
    ['a host whose last label is a number', 'https://a.example.7'],
    ['an IPv6 address without brackets', 'https://2001:db8::1'],
    ['an IPv6 address not compressed', 'https://[2001:db8:0:0:0:0:0:1]'],
    ['an IPv6 address with leading zeros', 'https://[2001:0db8::1]'],
    ['an IPv6 address in upper case', 'https://[2001:DB8::1]'],
    ['an IPv6 address with a zone', 'https://[fe80::1%25eth0]'],
    ['an IPv6 address with dotted decimal', 'https://[::ffff:192.0.2.7]'],
    ['an IPv6 address cut short', 'https://[2001:db8::1'],
    ['an IPv6 address with two gaps', 'https://[1::2::3]'],
    ['empty brackets', 'https://[]'],
    ['nothing', ''],
  ];

  it.each(refused)('A34, A35: refuses %s: %j', (_what, text) => {
    expect(parseEmbeddingOrigin(text).ok).toBe(false);
  });

  it('A40: refuses the literal null, and never suggests a host of that name', () => {
    expect(parseEmbeddingOrigin('null')).toEqual({ ok: false, fault: 'not_an_origin' });
  });

  it('refuses whatever is no text', () => {
    for (const value of [undefined, null, 1, true, {}, ['https://a.example'], new URL('https://a.example')]) {
      expect(parseEmbeddingOrigin(value)).toEqual({ ok: false, fault: 'not_a_string' });
    }
  });

  it('takes 120 characters and refuses 121', () => {
    const labels = ['a'.repeat(50), 'b'.repeat(50), 'example'].join('.');
    const longest = `https://${'c'.repeat(embeddingOriginMaxLength - labels.length - 9)}.${labels}`;
    expect(longest).toHaveLength(embeddingOriginMaxLength);
    expect(parseEmbeddingOrigin(longest)).toEqual({ ok: true, origin: longest });
    expect(parseEmbeddingOrigin(longest.replace('//', '//c'))).toEqual({ ok: false, fault: 'too_long' });
  });

  it('suggests the evident canonical form of a near miss', () => {
    const suggestions: Readonly<Record<string, string>> = {
      'https://A.example/': 'https://a.example',
      'https://a.example:443': 'https://a.example',
      'https://a.example.': 'https://a.example',
      'https://a.example/app?x=1#y': 'https://a.example',
      'a.example': 'https://a.example',
      'http://a.example': 'https://a.example',
      ' https://a.example ': 'https://a.example',
      'https://münchen.example': 'https://xn--mnchen-3ya.example',
    };
    for (const [text, suggestion] of Object.entries(suggestions)) {
      expect(parseEmbeddingOrigin(text)).toMatchObject({ ok: false, suggestion });
    }
  });

  it('A35: suggests nothing for a text that could be two things', () => {
    for (const text of [
      'https://a.example;sandbox',
      'https://a.example,b',
      'https://*.a.example',
      'https://u@a.example',
    ]) {
      expect(parseEmbeddingOrigin(text)).not.toHaveProperty('suggestion');
    }
  });

  it('A34, A35: takes a text only if it is one plain origin of the URL standard, byte for byte', () => {
    fc.assert(
      fc.property(candidate, (text) => {
        const result = parseEmbeddingOrigin(text);
        return result.ok
          ? result.origin === text && isPlainOrigin(text)
          : result.suggestion === undefined || parseEmbeddingOrigin(result.suggestion).ok;
      }),
      { numRuns: 3000 },
    );
  });

  it('A34: takes every https origin of a plain host name', () => {
    const label = fc.stringMatching(/^[a-z](?:[a-z0-9]{0,10}[a-z0-9])?$/);
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }).filter((number) => number !== 443));
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), port, (labels, number) => {
        const origin = `https://${labels.join('.')}${number === null ? '' : `:${number}`}`;
        expect(parseEmbeddingOrigin(origin)).toEqual({ ok: true, origin });
      }),
    );
  });
});

describe('isLoopbackHost', () => {
  it('knows this machine’s names and addresses, and no look-alike', () => {
    for (const host of ['localhost', '127.0.0.1', '127.255.255.254', '[::1]']) expect(isLoopbackHost(host)).toBe(true);
    for (const host of ['localhost.example', 'a.localhost', '127.0.0.1.example', '128.0.0.1', '[::2]', '0.0.0.0', '']) {
      expect(isLoopbackHost(host)).toBe(false);
    }
  });
});
