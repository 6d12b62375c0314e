/** Who may frame a page: a customer's canonical embedding origins, anybody, only this server, or nobody. */
export type Framing = readonly string[] | '*' | "'self'" | "'none'";

/**
 * The headers of every HTML answer (contract, 3): one enforced policy, built from canonical origins alone.
 * `frame-ancestors` overrides X-Frame-Options (CSP3 §6.4.2), so the latter is absent but where the contract wants it.
 */
export function pageHeaders(framing: Framing, nonce: string, isHttps: boolean): Record<string, string> {
  const ancestors = typeof framing === 'string' ? framing : framing.length === 0 ? "'none'" : framing.join(' ');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${ancestors}`,
      "require-trusted-types-for 'script'",
      'trusted-types lit-html',
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // A host with `COEP: require-corp` frames only what says the same and lets itself be loaded across sites.
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'cross-origin',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'x-dns-prefetch-control': 'off',
    'x-robots-tag': 'noindex, nofollow',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    ...(framing === "'self'" ? { 'x-frame-options': 'SAMEORIGIN' } : {}),
  };
}
