import { randomUUID } from 'node:crypto';
import { SignJWT, exportSPKI, generateKeyPair } from 'jose';

/** A direct link to make; what is left out, the link does not say. */
export interface LinkOptions {
  /** Id of the customer, or `E` and the vendor's own. */
  readonly customer: string;
  readonly member?: string;
  readonly path?: string;
  readonly locale?: string;
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Whether to name the parameters as the dialect does. */
  readonly dialect?: boolean;
  /** Claims to set, over those that every link has. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A customer, as the partner API answers. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly embeddingOrigins: readonly string[];
}

/** The partner company: what its backend knows and does. */
export interface Partner {
  readonly vendorKey: string;
  /** Calls the partner API. Throws for an answer that is no success. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  customer(embeddingOrigins: readonly string[], name?: string): Promise<Customer>;
  /** Signs a direct link with the partner's own private key. */
  link(options: LinkOptions): Promise<string>;
}

/** What `inlay vendors create --json` prints. */
export interface NewVendor {
  readonly vendor: { readonly id: string; readonly key: string };
  readonly apiKey: string;
}

/** Makes the partner's signing key and registers it by the partner API at `api`; links lead to `publicOrigin`. */
export async function createPartner(
  { vendor, apiKey }: NewVendor,
  api: string,
  publicOrigin: string,
): Promise<Partner> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${apiKey}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(`${api}/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  await call('POST', '/signing-keys', { publicKey: await exportSPKI(publicKey) });

  return {
    vendorKey: vendor.key,
    api: call,
    customer: (embeddingOrigins, name = 'Acme') => call('POST', '/customers', { name, embeddingOrigins }),
    async link({ customer, member, path, locale, theme, dialect = false, claims = {} }) {
      const subject = [vendor.key, customer, ...(member === undefined ? [] : [member])].map(encodeURIComponent);
      const token = await new SignJWT({ jti: randomUUID(), ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .setSubject(subject.join(':'))
        .setIssuedAt()
        .sign(privateKey);
      const prefix = dialect ? 'workato_dl_' : '';
      const url = new URL('/direct_link', publicOrigin);
      url.searchParams.set(`${prefix}token`, token);
      if (path !== undefined) url.searchParams.set(`${prefix}path`, path);
      if (locale !== undefined) url.searchParams.set('locale', locale);
      if (theme !== undefined) url.searchParams.set('theme', theme);
      return url.href;
    },
  };
}
