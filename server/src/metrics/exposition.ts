import type { Metrics } from './metrics.ts';

/** What `/metrics` answers. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/**
 * Writes the metrics down in Prometheus's text format, with those of the process itself (CPU, memory, event-loop delay,
 * garbage collection). prom-client is loaded by the first who asks: whoever does not pays nothing for it.
 */
export function createExposition(metrics: Metrics): () => Promise<Exposition> {
  let loading: Promise<() => Promise<Exposition>> | undefined;

  async function load(): Promise<() => Promise<Exposition>> {
    const { AggregatorRegistry, Registry, collectDefaultMetrics } = await import('prom-client');
    const own = new Registry();
    collectDefaultMetrics({ register: own });
    return async () => {
      const ours = AggregatorRegistry.aggregate([[...metrics.snapshot()]]);
      return { contentType: own.contentType, text: `${await ours.metrics()}\n${await own.metrics()}` };
    };
  }

  return async () => {
    loading ??= load();
    return (await loading)();
  };
}
