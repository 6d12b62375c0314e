import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key and a certificate that says it is its own authority. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Where the certificate lies, for programs that read it from a file. */
  readonly file: string;
}

/** Makes a certificate for `names` (and 127.0.0.1) in `folder`, by OpenSSL; good for two days. */
export function makeCertificate(folder: string, names: readonly string[]): Certificate {
  const keyFile = join(folder, 'key.pem');
  const file = join(folder, 'certificate.pem');
  const alternatives = ['IP:127.0.0.1', ...names.map((name) => `DNS:${name}`)].join(',');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=Inlay browser tests', '-addext', `subjectAltName=${alternatives}`];
  const files = ['-keyout', keyFile, '-out', file];
  try {
    execFileSync('openssl', ['req', '-x509', ...curve, '-days', '2', ...subject, ...files], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error('openssl could not make a certificate. On Debian: apt-get install openssl', { cause });
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}
