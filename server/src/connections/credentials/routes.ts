import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Moment, nullable, operation, ReferenceParams } from '../../http/api-schema.ts';
import { requireReference } from '../../http/require-reference.ts';
import type { Services } from '../../services.ts';
import type { Opened } from './refresher.ts';

const Texts = Type.Record(Type.String(), Type.String());
const ConnectionCredentials = Type.Object({
  connection: Type.String({ description: 'Connection id.' }),
  provider: Type.String({ description: 'Provider id.' }),
  kind: Type.Unsafe<'oauth2' | 'api_key' | 'basic'>({ type: 'string', enum: ['oauth2', 'api_key', 'basic'] }),
  credentials: Type.Record(Type.String(), Type.String(), {
    description: 'oauth2: accessToken and tokenType. Otherwise the secret fields by name.',
  }),
  scopes: Type.Unsafe<string[] | null>({
    type: ['array', 'null'],
    items: { type: 'string' },
    description: 'What was granted, where the provider says so.',
  }),
  expiresAt: Type.Unsafe<string | null>({
    ...nullable(Moment),
    description: 'When the access token ends; null for what does not end.',
  }),
  fields: Type.Unsafe<Record<string, string>>({
    ...Texts,
    description:
      'What was filled in besides, and what the provider said of itself, such as the address of an instance.',
  }),
});

/** `GET /api/v1/connections/{id}/credentials`: the one place where credentials leave the server. */
export function credentialsRoutes(app: App, { connections }: Services): void {
  // Who is told to end begins no renewal, and waits for those that are under way: their answers come once.
  app.addHook('preClose', () => connections.credentials.stop());
  app.get(
    '/connections/:id/credentials',
    operation(
      'GET',
      'connections:credentials',
      [
        'not_found',
        'connection_expired',
        'connection_not_connected',
        'credentials_unreadable',
        'provider_unavailable',
        'provider_not_configured',
      ],
      {
        operationId: 'getConnectionCredentials',
        summary: 'Get credentials that can be used now',
        description:
          'Tokens that hold for a minute at least, renewed first where they would not; API keys and passwords as they were filled in. ' +
          'Ask each time you need them, and keep none: another renewal may end those you kept.',
        tags: ['connections'],
        params: ReferenceParams,
        response: { 200: ConnectionCredentials },
      },
    ),
    async ({ partner, params }) =>
      toResource(
        await connections.credentials.read(partner.vendorId, requireReference(params), partner.author),
        (provider) => connections.providers.catalogue.get(provider)?.kind ?? 'api_key',
      ),
  );
}

/** The refresh token stays here: who used it elsewhere would end the connection. */
function toResource(
  { row, credentials }: Opened,
  kindOf: (provider: string) => 'oauth2' | 'api_key' | 'basic',
): Type.Static<typeof ConnectionCredentials> {
  const { id: connection, provider } = row;
  const open = JSON.parse(row.fields) as Record<string, string>;
  if (credentials.tokens === undefined) {
    const { fields } = credentials;
    return {
      connection,
      provider,
      kind: kindOf(provider),
      credentials: fields,
      scopes: null,
      expiresAt: null,
      fields: open,
    };
  }
  const { accessToken, tokenType, scopes, expiresAt, fields } = credentials.tokens;
  return {
    connection,
    provider,
    kind: 'oauth2',
    credentials: { accessToken, tokenType },
    scopes: scopes === null ? null : [...scopes],
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    fields: { ...open, ...fields },
  };
}
