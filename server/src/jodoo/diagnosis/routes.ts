import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { IdParams, Moment, nullable, operation } from '../../http/api-schema.ts';
import { requireId } from '../../http/require-reference.ts';
import type { Services } from '../../services.ts';
import { getIntegration } from '../integrations.ts';
import { presentFinding } from './present.ts';
import { checkNames } from './types.ts';
import type { CheckName, Finding } from './types.ts';

const text = (description: string) => Type.Unsafe<string>({ type: 'string', description });

const Check = Type.Object({
  name: Type.Unsafe<CheckName>({ type: 'string', enum: [...checkNames], description: 'Stable name of the check.' }),
  subject: nullable(text('What of several is meant, such as one frame origin.')),
  outcome: Type.Unsafe<Finding['outcome']>({
    type: 'string',
    enum: ['pass', 'fail', 'unknown'],
    description: '`unknown`: it could not be found out from here.',
  }),
  reason: text('What was found, for people.'),
  remedy: nullable(text('What to do.')),
  faq: Type.Array(Type.Object({ id: Type.String(), question: Type.String() }), {
    description: 'Entries of Jodoo’s Integration App FAQ that the check helps with; docs/jodoo.md answers each.',
  }),
});
const Diagnosis = Type.Object({
  integration: Type.String({ description: 'Integration id.' }),
  checkedAt: Moment,
  checks: Type.Array(Check),
});

/** `GET /api/v1/jodoo-integrations/{id}/diagnosis`. */
export function diagnosisRoutes(app: App, services: Services): void {
  const { database, clock, limits, jodoo } = services;
  app.get(
    '/jodoo-integrations/:id/diagnosis',
    operation('GET', 'jodoo-integrations:read', ['not_found', 'rate_limited'], {
      operationId: 'diagnoseJodooIntegration',
      summary: 'Check an integration',
      description:
        'Runs the checklist of Jodoo’s FAQ: domains, HTTPS, the Suite Secret, headers about frames as a browser judges them, mapping, clocks. Asks Jodoo once, with a code that cannot exist.',
      tags: ['jodoo-integrations'],
      params: IdParams,
      response: { 200: Diagnosis },
    }),
    async ({ partner, params }) => {
      const row = await getIntegration(database, partner.vendorId, requireId(params));
      // It calls others: nobody is to have this server call them as often as they like.
      limits.attempts.check(row.id);
      limits.attempts.count(row.id);
      // Loaded when it is asked for: a start need not wait for it.
      const { diagnoseIntegration } = await import('./diagnose.ts');
      const findings = await diagnoseIntegration({ ...services, outbound: jodoo.outbound }, row);
      return {
        integration: row.id,
        checkedAt: new Date(clock()).toISOString(),
        checks: findings.map(presentFinding),
      };
    },
  );
}
