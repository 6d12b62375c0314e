import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** A key and its certificate, as PEM. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes a certificate for `name` that signs itself, by OpenSSL; from and until as it is told, default one day around now. */
export function makeCertificate(
  name: string,
  from = Date.now() - 43_200_000,
  until = from + 86_400_000,
): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'inlay-certificate-'));
  const alternative = /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
  const settings = [
    '[ca]',
    'default_ca = own',
    '[own]',
    `database = ${folder}/index.txt`,
    `serial = ${folder}/serial`,
    `new_certs_dir = ${folder}`,
    'default_md = sha256',
    'policy = policy',
    'x509_extensions = extensions',
    '[policy]',
    'commonName = supplied',
    '[extensions]',
    `subjectAltName = ${alternative}`,
    'basicConstraints = CA:TRUE',
  ];
  const openssl = (...words: string[]): void => void execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  try {
    writeFileSync(join(folder, 'settings'), `${settings.join('\n')}\n`);
    writeFileSync(join(folder, 'index.txt'), '');
    writeFileSync(join(folder, 'serial'), '01\n');
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    openssl('req', '-new', ...curve, '-subj', `/CN=Inlay tests ${randomUUID()}`, '-keyout', 'key', '-out', 'request');
    const dates = ['-startdate', dateOf(from), '-enddate', dateOf(until)];
    const files = ['-keyfile', 'key', '-in', 'request', '-out', 'certificate'];
    openssl('ca', '-batch', '-selfsign', '-notext', '-config', 'settings', ...dates, ...files);
    return { key: readFileSync(join(folder, 'key'), 'utf8'), cert: readFileSync(join(folder, 'certificate'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Has this process take what these certificates sign; the function it returns undoes that. */
export function trust(...certificates: readonly TestCertificate[]): () => void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, ...certificates.map(({ cert }) => cert)]);
  return () => setDefaultCACertificates(before);
}

/** ASN.1's GeneralizedTime, which OpenSSL wants. */
function dateOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
