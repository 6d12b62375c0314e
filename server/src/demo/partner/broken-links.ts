import { customers, unconfirmedCustomer } from './workspace.ts';
import type { LinkWish, SignLink } from './links.ts';

/** Makes a link that Inlay must refuse, out of one that it would accept. */
type Breaker = (sign: SignLink, wish: LinkWish) => Promise<string>;

/** Links that must not work, by what is wrong with them. The page opens `used` twice: its first use is a good one. */
const breakers: Readonly<Record<string, Breaker>> = {
  used: (sign, wish) => sign(wish),
  expired: (sign, wish) => sign({ ...wish, issuedAt: Math.floor(Date.now() / 1000) - 120 }),
  origin: (sign, wish) => sign({ ...wish, origin: 'https://elsewhere.example' }),
  altered: async (sign, wish) => alter(await sign(wish), wish.customer),
  unconfirmed: (sign, { origin }) => sign({ origin, customer: unconfirmedCustomer.externalId }),
  path: (sign, wish) => sign({ ...wish, path: '/admin' }),
};

/** Says whether there is a broken link of this kind. */
export function isBreakable(kind: string): boolean {
  return Object.hasOwn(breakers, kind);
}

/** Makes a broken link. Throws where there is no such kind. */
export async function breakLink(kind: string, sign: SignLink, wish: LinkWish): Promise<string> {
  const breaker = isBreakable(kind) ? breakers[kind] : undefined;
  if (breaker === undefined) throw new TypeError('there is no such broken link');
  return breaker(sign, wish);
}

/** Writes another customer's name into a signed token, as somebody would who wants to see what is not theirs. */
function alter(address: string, customer: string): string {
  const link = new URL(address);
  const [header, payload = '', signature] = (link.searchParams.get('token') ?? '').split('.');
  const other = customers.find(({ externalId }) => externalId !== customer);
  const claims = Buffer.from(payload, 'base64url')
    .toString('utf8')
    .replace(`:E${customer}`, `:E${other?.externalId ?? ''}`);
  link.searchParams.set('token', [header, Buffer.from(claims).toString('base64url'), signature].join('.'));
  return link.href;
}
