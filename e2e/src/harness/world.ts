import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificate.ts';
import { startHostSites } from './host-sites.ts';
import type { HostSites } from './host-sites.ts';
import { startJodoo } from '../../../server/test/support/jodoo.ts';
import type { TestJodoo } from '../../../server/test/support/jodoo.ts';
import { runInlay, startInlay } from './inlay-server.ts';
import type { InlayServer } from './inlay-server.ts';
import { startLocalProvider } from './local-provider.ts';
import type { LocalProvider } from './local-provider.ts';
import { loginProvider, startLoginSite } from './login-site.ts';
import type { LoginSite } from './login-site.ts';
import { createPartner } from './partner.ts';
import type { NewVendor, Partner } from './partner.ts';
import { startTlsProxy } from './tls-proxy.ts';
import type { TlsProxy } from './tls-proxy.ts';

/** Host names of the tests, each a site of its own; a browser is told that they are on this machine. */
export const hostNames = {
  inlay: 'inlay.test',
  partner: 'partner.test',
  otherPartner: 'other-partner.test',
  dialect: 'dialect.test',
  hostile: 'hostile.test',
  outer: 'outer.test',
  jodoo: 'jodoo.test',
} as const;

/** Everything that stands outside of the browser: Inlay behind its proxy, the sites of others, a partner, providers. */
export interface World {
  /** Public origin of Inlay. */
  readonly origin: string;
  readonly inlay: InlayServer;
  readonly proxy: TlsProxy;
  readonly sites: HostSites;
  readonly partner: Partner;
  readonly provider: LocalProvider;
  /** A provider that is authorised in a window; the partner has an app there. */
  readonly login: LoginSite;
  /** A Jodoo without any integration app. */
  readonly jodoo: TestJodoo;
  close(): Promise<void>;
}

/** Starts a world of its own on free ports, with data in a folder that goes with it. */
export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'inlay-e2e-'));
  const certificate = makeCertificate(folder, Object.values(hostNames));
  const [proxy, sites, provider, jodoo] = await Promise.all([
    startTlsProxy(certificate),
    startHostSites(certificate),
    startLocalProvider(certificate),
    startJodoo({ certificate, hostName: hostNames.jodoo }),
  ]);
  const origin = `https://${hostNames.inlay}:${proxy.port}`;
  const login = await startLoginSite(certificate, `${origin}/oauth/callback/${loginProvider.id}`);
  const environment = {
    INLAY_DATA_DIR: join(folder, 'data'),
    INLAY_PUBLIC_URL: origin,
    INLAY_TRUST_PROXY: 'loopback',
    INLAY_OUTBOUND_ALLOWED_HOSTS: [provider, login, jodoo].map(({ port }) => `127.0.0.1:${port}`).join(','),
    INLAY_DATABASE_URL: '',
    INLAY_REDIS_URL: '',
    INLAY_ENCRYPTION_KEYS: '',
    // The provider's certificate is its own authority.
    NODE_EXTRA_CA_CERTS: certificate.file,
  };
  const inlay = await startInlay(environment);
  proxy.passTo(inlay.port);
  const vendor = (await runInlay(environment, 'vendors', 'create', '--name', 'Partner Inc')) as NewVendor;
  const partner = await createPartner(vendor, `http://127.0.0.1:${inlay.port}`, origin);
  await partner.api('PUT', `/providers/${loginProvider.id}`, {
    clientId: login.clientId,
    clientSecret: login.clientSecret,
    settings: { issuer: login.issuer },
  });
  return {
    origin,
    inlay,
    proxy,
    sites,
    partner,
    provider,
    login,
    jodoo,
    async close() {
      await Promise.all([proxy.close(), sites.close(), provider.close(), login.close(), jodoo.close()]);
      await inlay.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
