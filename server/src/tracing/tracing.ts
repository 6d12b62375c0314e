/** What a span may say of itself: words of the program and numbers. */
export type SpanFacts = Readonly<Record<string, string | number>>;

/** Where spans go once tracing is on. */
export interface Tracer {
  /** Runs `work` in a span of the server's kind, under the caller's span where `traceparent` names one. */
  request<T>(traceparent: string | undefined, work: (span: RequestSpan) => T): T;
  /** Takes note of something that has just ended, as a part of the request under way, if there is one. */
  note(name: string, seconds: number, outcome: 'ok' | 'error', facts: SpanFacts): void;
  /** Runs `work` in a span of its own, as a part of the request under way. */
  part<T>(name: string, work: () => Promise<T>, factsOf: (result: T) => SpanFacts): Promise<T>;
  /** Sends what waits. */
  close(): Promise<void>;
}

/** The span of one request. */
export interface RequestSpan {
  /** Runs `work` within it again, where the chain of callbacks was left. */
  within<T>(work: () => T): T;
  end(name: string, isFailure: boolean, facts: SpanFacts): void;
}

let current: Tracer | undefined;

/** The tracer of this process; `undefined` unless tracing is configured, and then nothing of it is loaded. */
export function tracer(): Tracer | undefined {
  return current;
}

/** Whether the standard variables of OpenTelemetry ask for traces. */
export function isTracingConfigured(environment: Readonly<Record<string, string | undefined>>): boolean {
  const endpoint = environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const isOff = environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true';
  return !isOff && environment['OTEL_TRACES_EXPORTER'] !== 'none' && Boolean(endpoint);
}

/** Starts tracing where the environment asks for it. */
export async function startTracing(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  if (!isTracingConfigured(environment)) return;
  const { createTracer } = await import('./open-telemetry.ts');
  current = createTracer(environment);
}

/** Ends tracing; what waits is sent first. */
export async function stopTracing(): Promise<void> {
  const ending = current;
  current = undefined;
  await ending?.close();
}
