/**
 * What a competent team would write in a day for the same purpose, with the libraries most would take: Express, helmet,
 * jsonwebtoken, node-redis, express-session and connect-redis. One request verifies the link, claims its jti, opens the
 * session and answers with the page. It is meant to be good: keys are parsed once, accounts come from memory, nothing is
 * stored or sent that is not needed. It is measured, never shipped.
 */
import { createPublicKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RedisStore } from 'connect-redis';
import express from 'express';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import jwt from 'jsonwebtoken';
import { createClient } from 'redis';
import type { Accounts, AccountsCustomer } from './accounts.ts';

declare module 'express-session' {
  interface SessionData {
    vendor: string;
    customer: { readonly id: string; readonly name: string; readonly origin: string };
    openedAt: number;
  }
}

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const tolerance = 30;
const sessionTime = 30 * 60 * 1000;

const accounts = JSON.parse(readFileSync(process.env['ACCOUNTS'] ?? '', 'utf8')) as Accounts;
const keys = new Map<string, KeyObject>([[accounts.kid, createPublicKey(accounts.publicKey)]]);
const customers = new Map<string, AccountsCustomer>(
  accounts.customers.map((customer) => [`${accounts.vendorKey}:${customer.subject}`, customer]),
);
const redis = createClient({ url: process.env['REDIS_URL'] ?? '' });
redis.on('error', (error) => console.error(error));
await redis.connect();

interface Link {
  readonly vendor: string;
  readonly customer: AccountsCustomer;
  readonly origin: string;
}

function verifyLink(token: unknown): jwt.JwtPayload & Link {
  if (typeof token !== 'string') throw new Refusal(401, 'token_missing');
  const decoded = jwt.decode(token, { complete: true });
  const key = keys.get(decoded?.header.kid ?? '');
  if (key === undefined) throw new Refusal(401, 'vendor_missing');
  let claims: jwt.JwtPayload;
  try {
    claims = jwt.verify(token, key, { algorithms: ['RS256'] }) as jwt.JwtPayload;
  } catch {
    throw new Refusal(401, 'token_signature_invalid');
  }
  const { sub = '', iat, jti, origin } = claims;
  if (iat === undefined || Math.abs(Date.now() / 1000 - iat) > tolerance) throw new Refusal(401, 'token_expired');
  if (typeof jti !== 'string' || jti === '') throw new Refusal(401, 'jti_missing');
  const customer = customers.get(sub);
  if (customer === undefined) throw new Refusal(403, 'team_missing');
  if (typeof origin !== 'string' || !customer.origins.includes(origin)) throw new Refusal(403, 'origin_not_allowed');
  return { ...claims, vendor: accounts.vendorKey, customer, origin };
}

const checkLink: RequestHandler = async (request, response, next) => {
  const body = request.body as { token?: unknown } | undefined;
  const link = verifyLink(request.query['token'] ?? body?.token);
  const claimed = await redis.set(`jti:${link.vendor}:${link.jti}`, '1', {
    condition: 'NX',
    expiration: { type: 'EX', value: 3 * tolerance },
  });
  if (claimed === null) throw new Refusal(409, 'jti_reused');
  response.locals['link'] = link;
  response.locals['nonce'] = randomBytes(16).toString('base64');
  next();
};

const linkOf = (response: object): Link => (response as Response).locals['link'] as Link;

const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", (_request, response) => `'nonce-${(response as Response).locals['nonce']}'`],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: [(_request, response) => linkOf(response).customer.origins.join(' ')],
    },
  },
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  frameguard: false,
});

const sessions = session({
  store: new RedisStore({ client: redis, prefix: 'session:' }),
  secret: randomBytes(32).toString('base64'),
  resave: false,
  saveUninitialized: false,
  cookie: { httpOnly: true, secure: true, sameSite: 'none', partitioned: true, maxAge: sessionTime },
});

const openSession: RequestHandler = (request, response) => {
  const { vendor, customer, origin } = linkOf(response);
  request.session.vendor = vendor;
  request.session.customer = { id: customer.id, name: customer.name, origin };
  request.session.openedAt = Date.now();
  response.set('cache-control', 'no-store').send(page(customer.name, String(response.locals['nonce'])));
};

/** A page of 2 KB. */
function page(name: string, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${name}</title>
<link rel="stylesheet" href="/assets/app.css">
<script type="module" src="/assets/app.js" nonce="${nonce}"></script>
</head>
<body><main>${filling}</main></body>
</html>
`;
}
const filling = '<p>A row of the page as it looks until its script has run.</p>'.repeat(28);

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const [status, code] = error instanceof Refusal ? [error.status, error.message] : [503, 'service_unavailable'];
  response.status(status).type('text').send(code);
};

const app = express();
app.disable('x-powered-by').disable('etag').set('trust proxy', 'loopback');
app.get('/direct_link', checkLink, headers, sessions, openSession);
app.post('/direct_link', express.urlencoded(), express.json(), checkLink, headers, sessions, openSession);
app.use(refuse);
app.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('listening'));
