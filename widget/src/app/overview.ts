import type { EmbedConnection, EmbedProvider } from '@inlay/shared/embed-api';
import { unlistedProvider } from './unlisted-provider.ts';

/** A row of the list: a provider, with the connection to it if there is or was one. */
export interface OverviewRow {
  readonly provider: EmbedProvider;
  readonly connection: EmbedConnection | undefined;
}

/** What the list of connections shows. */
export interface Overview {
  /** Connections in use; those that need somebody come first. */
  readonly yours: readonly OverviewRow[];
  /** Providers without one, in the server's order. */
  readonly available: readonly OverviewRow[];
}

/** Sorts providers and connections into the list's two parts, of those whose name or account contains `query`. */
export function overview(
  providers: readonly EmbedProvider[],
  connections: readonly EmbedConnection[],
  query: string,
  locale: string,
): Overview {
  const compare = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare;
  const wanted = foldText(query.trim());
  const matches = ({ provider, connection }: OverviewRow) =>
    foldText(`${provider.name} ${connection?.account?.label ?? ''}`).includes(wanted);
  const byName = (one: OverviewRow, other: OverviewRow) =>
    urgency(one) - urgency(other) || compare(one.provider.name, other.provider.name);

  const yours = connections.flatMap((connection): OverviewRow[] => {
    if (connection.status === 'disconnected') return [];
    const provider = providers.find(({ id }) => id === connection.provider) ?? unlistedProvider(connection.provider);
    return [{ provider, connection }];
  });
  const inUse = new Set(yours.map(({ provider }) => provider.id));
  const available = providers
    .filter(({ id }) => !inUse.has(id))
    .map((provider) => ({ provider, connection: latest(connections, provider.id) }));
  return {
    yours: yours.filter(matches).toSorted(byName),
    available: available.filter(matches),
  };
}

/** Text as a search compares it: without case, accents or differences of width (Unicode NFKD). */
function foldText(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

function urgency({ connection }: OverviewRow): number {
  return connection?.status === 'connected' ? 1 : 0;
}

function latest(connections: readonly EmbedConnection[], provider: string): EmbedConnection | undefined {
  return connections
    .filter((connection) => connection.provider === provider)
    .toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt))[0];
}
