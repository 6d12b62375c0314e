import { randomBytes } from 'node:crypto';
import { pooledRandom } from '../crypto/random.ts';
import { toAsciiHtml } from './html.ts';

/** An answer of HTML: what differs between two answers of one template is the nonce alone. */
export interface Page {
  /** Names and values by turns, as `ServerResponse.writeHead` takes them. */
  readonly headers: string[];
  /** ASCII alone. */
  readonly html: string;
}

/** Stands where a nonce will. No text from outside can hold it: it is made when the process starts and told to nobody. */
const mark = randomBytes(16).toString('hex');

/**
 * Computes headers and HTML once and answers a function that makes pages of them, each with a nonce of its own: 128 bits
 * from the system's generator, new for each answer (CSP3 §7.1).
 */
export function pageTemplate(
  headers: (nonce: string) => Readonly<Record<string, string>>,
  html: (nonce: string) => string,
): () => Page {
  const policyName = 'content-security-policy';
  const { [policyName]: policy = '', ...fixed } = headers(mark);
  const policyParts = policy.split(mark);
  const htmlParts = toAsciiHtml(html(mark)).split(mark);
  // Every nonce is as long as any other.
  const { length } = htmlParts.join(newNonce());
  const fixedHeaders = [...Object.entries(fixed).flat(), 'content-length', String(length), policyName];
  return () => {
    const nonce = newNonce();
    return { headers: [...fixedHeaders, policyParts.join(nonce)], html: htmlParts.join(nonce) };
  };
}

/** A nonce for one answer. */
export function newNonce(): string {
  return pooledRandom(16).toString('base64');
}
