import { isRefused } from '../direct-links/admission.ts';
import type { Admission } from '../direct-links/admission.ts';
import { tracer } from './tracing.ts';
import type { SpanFacts } from './tracing.ts';

/** Makes a span of each look at a link and each redemption, with the code of a refusal. */
export function tracedAdmission(admission: Admission): Admission {
  const factsOf = (result: Parameters<typeof isRefused>[0]): SpanFacts => ({
    'inlay.code': isRefused(result) ? result.error.code : 'admitted',
  });
  return {
    peek(request, requestId) {
      const work = (): ReturnType<Admission['peek']> => admission.peek(request, requestId);
      return tracer()?.part('admission peek', work, factsOf) ?? work();
    },
    redeem(request, requestId) {
      const work = (): ReturnType<Admission['redeem']> => admission.redeem(request, requestId);
      return tracer()?.part('admission redeem', work, factsOf) ?? work();
    },
  };
}
