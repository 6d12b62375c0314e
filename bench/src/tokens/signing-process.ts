import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { SigningTask } from './signer.ts';

// Signs what it is asked to, as a partner's backend does.
process.on('message', ({ issuer, customers, count, iat }: SigningTask) => {
  const key = createPrivateKey(issuer.privateKey);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = part({ alg: 'RS256', typ: 'JWT', kid: issuer.kid });
  const tokens = Array.from({ length: count }, (_, index) => {
    const sub = `${issuer.vendorKey}:${customers[index % customers.length] ?? ''}`;
    const input = `${header}.${part({ sub, iat, jti: randomUUID(), origin: issuer.origin })}`;
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  });
  process.send?.(tokens);
});
process.on('disconnect', () => process.exit());
