import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import manifest from '../../package.json' with { type: 'json' };
import { samplerOf } from './sampler.ts';
import type { Tracer } from './tracing.ts';

/**
 * Makes a tracer that sends its spans by OTLP over HTTP (JSON) to where the standard variables say. Spans hold route
 * patterns, codes, request ids and words of the program: no address, header, token, statement or parameter. Of the
 * caller's trace only ids and the sampling flag are taken (W3C Trace Context, `traceparent`); its `tracestate`, which is
 * free text, is not.
 */
export function createTracer(environment: Readonly<Record<string, string | undefined>>): Tracer {
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'inlay', 'service.version': manifest.version }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(environment),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const spans = provider.getTracer('inlay', manifest.version);
  const active = new AsyncLocalStorage<Context>();

  /** What is being done now; nothing once it has ended, as for timers that a request left behind. */
  function underWay(): Context | undefined {
    const context = active.getStore();
    return context !== undefined && trace.getSpan(context)?.isRecording() === true ? context : undefined;
  }

  return {
    request(traceparent, work) {
      const caller = traceparent === undefined ? null : parseTraceParent(traceparent);
      const parent = caller === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true });
      const span = spans.startSpan('request', { kind: SpanKind.SERVER }, parent);
      const context = trace.setSpan(ROOT_CONTEXT, span);
      return active.run(context, () =>
        work({
          within: (again) => active.run(context, again),
          end(name, isFailure, facts) {
            span.updateName(name).setAttributes(facts);
            if (isFailure) span.setStatus({ code: SpanStatusCode.ERROR });
            span.end();
          },
        }),
      );
    },

    note(name, seconds, outcome, facts) {
      const context = underWay();
      if (context === undefined) return;
      const now = Date.now();
      const options = { kind: SpanKind.CLIENT, attributes: facts, startTime: now - seconds * 1000 };
      const span = spans.startSpan(name, options, context);
      if (outcome === 'error') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(now);
    },

    async part(name, work, factsOf) {
      const context = underWay();
      if (context === undefined) return work();
      const span = spans.startSpan(name, { kind: SpanKind.INTERNAL }, context);
      try {
        const result = await active.run(trace.setSpan(context, span), work);
        span.setAttributes(factsOf(result));
        return result;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },

    close: () => provider.shutdown(),
  };
}
