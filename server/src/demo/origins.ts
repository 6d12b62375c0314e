import { createServer } from 'node:net';

/** The four sites of the demo, in the order of their ports. */
export const sites = ['inlay', 'partner', 'jodoo', 'provider'] as const;

export type Site = (typeof sites)[number];

/** What each site is, for a person to read. */
export const siteNames: Readonly<Record<Site, string>> = {
  inlay: 'Inlay',
  partner: 'Tidewater, the partner’s app',
  jodoo: 'Jodoo’s stand-in',
  provider: 'Acme, the provider',
};

/** Distance from one site's port to the next. */
const portStep = 100;
/** Largest port of which all four are ports. */
export const portBaseMax = 65_535 - portStep * (sites.length - 1);

/** The port of a site. */
export function portOf(site: Site, portBase: number): number {
  return portBase + portStep * sites.indexOf(site);
}

/** The origin of each site: one host, four ports, so four origins. */
export function demoOrigins(portBase: number): Readonly<Record<Site, string>> {
  const origin = (site: Site): string => `http://localhost:${portOf(site, portBase)}`;
  return {
    inlay: origin('inlay'),
    partner: origin('partner'),
    jodoo: origin('jodoo'),
    provider: origin('provider'),
  };
}

/** The sites whose port somebody else listens on, at either of the addresses that `localhost` stands for. */
export async function sitesTaken(portBase: number): Promise<readonly Site[]> {
  const taken: Site[] = [];
  for (const site of sites) {
    const port = portOf(site, portBase);
    const isFree = (await canListen('127.0.0.1', port)) && (await canListen('::1', port));
    if (!isFree) taken.push(site);
  }
  return taken;
}

/** Tries a port. An address that this machine does not have (no IPv6) is nobody's. */
function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'),
    );
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
