import { expect, it } from 'vitest';
import { fillAddress } from '../../src/connections/template.ts';

const values = new Map([
  ['tenant', 'acme'],
  ['id', 'a/b?c'],
]);

// Issuers are compared as plain texts (RFC 9207 §2.4): a slash more would make another of them.
it.each([
  ['https://accounts.google.com', 'https://accounts.google.com'],
  ['https://{tenant}.example.com', 'https://acme.example.com'],
  ['https://{tenant}.example.com/', 'https://acme.example.com/'],
  ['https://example.com/{id}/token', 'https://example.com/a%2Fb%3Fc/token'],
])('A57: %s is filled to %s, and to nothing else', (template, address) => {
  expect(fillAddress(template, values)).toBe(address);
});
