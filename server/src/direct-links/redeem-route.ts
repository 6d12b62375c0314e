import { InlayError, defaultPagePath } from '@inlay/shared';
import type { RedeemAnswer } from '@inlay/shared';
import type { onErrorHookHandler } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { secondsLeft } from '../embed/session-routes.ts';
import { toInlayError } from '../http/errors.ts';
import type { Services } from '../services.ts';
import { describeSession } from '../sessions/describe.ts';
import { isRefused, isSuspicious } from './admission.ts';
import { checkSameOrigin } from './navigation.ts';

const body = Type.Object(
  { token: Type.Optional(Type.String()), path: Type.Optional(Type.String()) },
  { additionalProperties: false },
);

/** The redemption, by the frame's own page: spends the link and answers with the session's token. */
export function redeemRoute(app: App, services: Services): void {
  const { metrics } = services;
  // Every refusal is thrown, so this is where each of them comes by.
  const onError: onErrorHookHandler = (_request, _reply, error, done) => {
    metrics.count('admissions', ['redeem', toInlayError(error).code]);
    done();
  };
  app.post('/direct_link/redeem', { schema: { body }, attachValidation: true, onError }, async (request, reply) => {
    services.limits.address.check(request.ip);
    checkSameOrigin(request.headers, services.config.publicOrigin);
    if (request.validationError !== undefined) {
      throw new InlayError('http_request_invalid', { detail: request.validationError.message });
    }
    const { token = null, path = defaultPagePath } = request.body;
    const result = await services.admission.redeem({ token, path }, request.id);
    if (isRefused(result)) {
      if (isSuspicious(result)) services.limits.address.count(request.ip);
      throw result.error;
    }
    metrics.count('admissions', ['redeem', 'admitted']);
    const { link, record } = result;
    const live = { record, vendor: link.vendor, customer: link.customer, member: link.member ?? null };
    const answer: RedeemAnswer = {
      sessionToken: result.token,
      session: describeSession(live),
      expiresIn: secondsLeft(record.expiresAt, services),
    };
    return reply.header('cache-control', 'no-store').send(answer);
  });
}
