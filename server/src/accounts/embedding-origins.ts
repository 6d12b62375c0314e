import { embeddingOriginsMax, InlayError, parseEmbeddingOrigin } from '@inlay/shared';
import type { ErrorDetail, OriginFault } from '@inlay/shared';

const faults: Readonly<Record<OriginFault, string>> = {
  not_a_string: 'is no text',
  too_long: 'is longer than 120 characters',
  forbidden_character: 'holds a character that no origin may hold',
  not_an_origin: 'is no origin; write https://host[:port]',
  scheme: 'must be https; http is taken for localhost and loopback addresses alone',
  host: 'has a host that is neither a DNS name in A-label form nor an IP address',
  not_canonical: 'is not in canonical form: lower case, no default port, no path, no final slash',
};

/**
 * Checks a customer's embedding origins: each in canonical form, at most twenty, none twice. Throws
 * `embedding_origin_invalid` with every fault and, where one is evident, the origin that was meant. `member` is what the
 * list is called where it was stated.
 */
export function checkEmbeddingOrigins(origins: readonly string[], member = 'embeddingOrigins'): void {
  const details: ErrorDetail[] = [];
  for (const [index, text] of origins.entries()) {
    const path = `/${member}/${index}`;
    const result = parseEmbeddingOrigin(text);
    if (!result.ok) {
      const hint = result.suggestion === undefined ? '' : `; did you mean ${result.suggestion}?`;
      details.push({ path, message: `${faults[result.fault]} (${result.fault})${hint}` });
    } else if (origins.indexOf(text) !== index) details.push({ path, message: 'stands twice' });
  }
  if (origins.length > embeddingOriginsMax) {
    details.push({ path: `/${member}`, message: `holds more than ${embeddingOriginsMax} origins` });
  }
  if (details.length > 0) throw new InlayError('embedding_origin_invalid', { details });
}
