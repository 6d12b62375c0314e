import { describe, expect, it } from 'vitest';
import type { EmbedConnection, EmbedProvider } from '@inlay/shared/embed-api';
import type { ConnectionStatus } from '@inlay/shared/messages';
import { overview } from '../../src/app/overview.ts';

const provider = (id: string, name = id) => ({ id, name }) as EmbedProvider;
const connection = (id: string, of: string, status: ConnectionStatus, updatedAt = '1', label?: string) =>
  ({ id, provider: of, status, updatedAt, account: label ? { id: label, label } : null }) as EmbedConnection;

const providers = [provider('zendesk', 'Zendesk'), provider('jodoo', 'Jodoo'), provider('cafe', 'Café Überall')];

function rows(connections: readonly EmbedConnection[], query = '') {
  const { yours, available } = overview(providers, connections, query, 'en');
  return {
    yours: yours.map((row) => row.connection?.id),
    available: available.map((row) => [row.provider.id, row.connection?.id]),
  };
}

describe('the overview', () => {
  it('keeps the order of the server for what could be connected', () => {
    expect(rows([]).available.map(([id]) => id)).toEqual(['zendesk', 'jodoo', 'cafe']);
  });

  it('puts connections that need somebody first, then goes by name', () => {
    const list = [
      connection('a', 'zendesk', 'connected'),
      connection('b', 'jodoo', 'connected'),
      connection('c', 'cafe', 'expired'),
    ];
    expect(rows(list).yours).toEqual(['c', 'b', 'a']);
  });

  it('shows several connections of one provider, and the provider no longer among the others', () => {
    const list = [connection('a', 'jodoo', 'connected'), connection('b', 'jodoo', 'error')];
    expect(rows(list).yours).toEqual(['b', 'a']);
    expect(rows(list).available.map(([id]) => id)).toEqual(['zendesk', 'cafe']);
  });

  it('offers a disconnected one again by its latest connection', () => {
    const list = [connection('a', 'jodoo', 'disconnected', '1'), connection('b', 'jodoo', 'disconnected', '2')];
    expect(rows(list).yours).toEqual([]);
    expect(rows(list).available).toContainEqual(['jodoo', 'b']);
  });

  it('shows a connection whose provider is no longer offered, by its id, so that it can be ended', () => {
    const { yours, available } = overview(providers, [connection('a', 'gone', 'connected')], '', 'en');
    expect(yours).toMatchObject([{ provider: { id: 'gone', name: 'gone', fields: [] }, connection: { id: 'a' } }]);
    expect(available).toHaveLength(3);
    expect(rows([connection('b', 'gone', 'disconnected')]).yours).toEqual([]);
  });

  it.each(['cafe', 'CAFÉ', ' über ', 'uberall', 'ｃａｆé'])('finds Café Überall by %s', (query) => {
    expect(rows([], query).available.map(([id]) => id)).toEqual(['cafe']);
  });

  it('finds a connection by its account', () => {
    const list = [connection('a', 'jodoo', 'connected', '1', 'maria@acme.example')];
    expect(rows(list, 'acme').yours).toEqual(['a']);
  });

  it('finds nothing for what is nowhere', () => {
    expect(rows([connection('a', 'jodoo', 'connected')], 'salesforce')).toEqual({ yours: [], available: [] });
  });
});
