import { readFileSync } from 'node:fs';
import { InlayError } from '@inlay/shared';

/**
 * Reads a secret from a file, or from standard input where `file` is `-`. Never from an argument: those are seen by
 * everybody on the machine, and kept by shells. Throws `request_invalid` where there is none.
 */
export function readSecretFile(file: string, what: string): string {
  return checkSecret(readFileSync(file === '-' ? 0 : file, 'utf8').trim(), what);
}

/** Checks that a text may be a secret that travels in a header. Throws `request_invalid`. */
export function checkSecret(text: string, what: string): string {
  if (/^[!-~]{1,1000}$/.test(text)) return text;
  throw new InlayError('request_invalid', { detail: `there is no ${what}, or it holds characters that no secret has` });
}
