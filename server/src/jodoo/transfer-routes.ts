import { Type } from 'typebox';
import type { App } from '../app.ts';
import { underDeadline } from '../deadline.ts';
import { operation } from '../http/api-schema.ts';
import type { Services } from '../services.ts';
import { exportMembers, importMax, importMembers } from './import.ts';
import { disabled, integration, member, tenantId, username } from './member-schemas.ts';
import { readMembersCsv, writeMembersCsv } from './members-csv.ts';

const tags = ['jodoo-members'] as const;
const closed = { additionalProperties: false };
/** Bytes of the largest list that is imported at once. */
const importLimit = 2 * 1024 * 1024;
/** Milliseconds in which the database must have taken one in. */
const importTime = 10_000;
const Mappings = Type.Object(
  {
    members: Type.Array(Type.Object({ tenantId, username, member, disabled: Type.Optional(disabled) }, closed), {
      maxItems: importMax,
    }),
  },
  closed,
);
const Imported = Type.Object({ created: Type.Integer(), updated: Type.Integer(), unchanged: Type.Integer() });

/**
 * `/api/v1/jodoo-members/import` and `/export`, in a scope of their own: it alone takes CSV, which becomes the same body as
 * the JSON.
 */
export function jodooTransferRoutes(app: App, services: Services): void {
  const { database } = services;

  app.addContentTypeParser('text/csv', { parseAs: 'string', bodyLimit: importLimit }, (_request, body, next) => {
    try {
      next(null, { members: readMembersCsv(body.toString()) });
    } catch (error) {
      next(error as Error);
    }
  });
  app.post(
    '/jodoo-members/import',
    {
      bodyLimit: importLimit,
      ...operation('POST', 'jodoo-members:write', ['not_found'], {
        operationId: 'importJodooMembers',
        summary: 'Import a mapping',
        description: `All or nothing, ${importMax} at most; who is mapped already is mapped anew, who is not named stays. JSON, or CSV (text/csv) whose first line is tenant_id,username,member,disabled.`,
        tags,
        consumes: ['application/json', 'text/csv'],
        querystring: Type.Object({ integration }, closed),
        body: Mappings,
        response: { 200: Imported },
      }),
    },
    async ({ partner, query, body }) =>
      // More than a request usually asks of the database.
      underDeadline({ at: performance.now() + importTime, isOver: false }, () =>
        importMembers(services, partner.author, partner.vendorId, query.integration, body.members),
      ),
  );
  app.get(
    '/jodoo-members/export',
    operation('GET', 'jodoo-members:read', ['not_found'], {
      operationId: 'exportJodooMembers',
      summary: 'Export the mapping of an integration',
      description: 'JSON, or CSV whose first line is tenant_id,username,member,disabled: what an import takes.',
      tags,
      querystring: Type.Object(
        {
          integration,
          format: Type.Optional(
            Type.Unsafe<'json' | 'csv'>({ type: 'string', enum: ['json', 'csv'], description: 'Default: json.' }),
          ),
        },
        closed,
      ),
      response: { 200: Mappings },
    }),
    async ({ partner, query }, reply) => {
      const entries = await exportMembers(database, partner.vendorId, query.integration);
      if (query.format !== 'csv') return { members: entries };
      void reply.header('content-disposition', 'attachment; filename="jodoo-members.csv"');
      return reply.type('text/csv; charset=utf-8').send(writeMembersCsv(entries) as never);
    },
  );
}
