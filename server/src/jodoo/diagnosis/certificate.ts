import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';

/** What became of a TLS handshake with an address. */
export type CertificateVerdict =
  | { readonly kind: 'valid'; /** Milliseconds since 1970. */ readonly until: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** How connections are made: undici's connector, or one that guards where it goes. */
export type Connect = buildConnector.connector;

/** A connector for addresses that the operator chose, without the rules on private addresses. */
export function plainConnect(timeout: number): Connect {
  return buildConnector({ timeout, allowH2: false, maxCachedSessions: 0 });
}

/** Shakes hands as a browser would, with the authorities of this machine and Node.js, and looks at the certificate. */
export function inspectCertificate(origin: string, connect: Connect): Promise<CertificateVerdict> {
  const { host, hostname, port, protocol } = new URL(origin);
  return new Promise((resolve) => {
    connect({ hostname, host, protocol, port: port === '' ? '443' : port }, (error, socket) => {
      if (error !== null) return resolve(verdictOf(error));
      const until = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : Number.NaN;
      socket.destroy();
      resolve(Number.isNaN(until) ? { kind: 'refused', reason: 'there is no certificate' } : { kind: 'valid', until });
    });
  });
}

/** Errors that say nothing about a certificate. */
const connectionFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there',
  ENOTFOUND: 'the name has no address',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'there was no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'there was no answer in time',
  FORBIDDEN_ADDRESS: 'the address is not a public one',
};

const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  CERT_REVOKED: 'the certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself, which browsers do not take',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is by an authority that browsers do not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the chain of certificates is not whole, or by an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the chain of certificates is not whole',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
};

function verdictOf(error: Error): CertificateVerdict {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const failure = connectionFailures[code];
  if (failure !== undefined) return { kind: 'unreachable', reason: failure };
  return { kind: 'refused', reason: certificateFaults[code] ?? `no TLS connection came about (${code})` };
}
