import manifest from '../../package.json' with { type: 'json' };
import { counterDefinitions, gaugeDefinitions, histogramDefinitions } from './definitions.ts';
import type { CounterName, GaugeName, HistogramName, MetricDefinition } from './definitions.ts';
import { Counter, Gauge, Histogram } from './instruments.ts';
import type { Sample } from './instruments.ts';
import { tracer } from '../tracing/tracing.ts';

/** The values of a metric's labels, in the order of its definition. */
type LabelsOf<Names extends readonly string[]> = { readonly [Index in keyof Names]: string };

/** A whole metric, as prom-client takes it from another process. */
export interface Snapshot {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly aggregator: 'sum';
  readonly values: readonly Sample[];
}

/**
 * What the process counts about itself. Counting never throws and costs well below a microsecond; nothing is formatted
 * until `/metrics` is asked. No label may hold what a caller chose.
 */
export interface Metrics {
  /** Counts one, or `by`. */
  count<Name extends CounterName>(
    name: Name,
    labels: LabelsOf<(typeof counterDefinitions)[Name]['labels']>,
    by?: number,
  ): void;
  /** Takes note of a duration. */
  observe<Name extends HistogramName>(
    name: Name,
    labels: LabelsOf<(typeof histogramDefinitions)[Name]['labels']>,
    seconds: number,
  ): void;
  /** Takes note of a round trip to a store, also in the trace of the request under way. `operation` is a word of the program, such as `claim` or `select`. */
  observeStore(store: 'redis' | 'database', operation: string, seconds: number, outcome: 'ok' | 'error'): void;
  /** Has a value read whenever somebody asks; a later watch of the same labels takes the place of an earlier one. */
  watch<Name extends GaugeName>(
    name: Name,
    labels: LabelsOf<(typeof gaugeDefinitions)[Name]['labels']>,
    read: () => number,
  ): void;
  /** Everything as it is now. */
  snapshot(): readonly Snapshot[];
}

/** Makes the metrics of one process, all at nought. */
export function createMetrics(): Metrics {
  const counters = mapValues(counterDefinitions, (definition) => new Counter(definition));
  const histograms = mapValues(histogramDefinitions, (definition) => new Histogram(definition));
  const gauges = mapValues(gaugeDefinitions, (definition) => new Gauge(definition));
  gauges.build.watch([manifest.version, process.versions.node], () => 1);

  const snapshotsOf = <Name extends string>(
    type: Snapshot['type'],
    definitions: Readonly<Record<Name, MetricDefinition>>,
    instruments: Readonly<Record<Name, { samples(): readonly Sample[] }>>,
  ): readonly Snapshot[] =>
    (Object.keys(definitions) as Name[]).map((key) => {
      const { name, help } = definitions[key];
      return { name, help, type, aggregator: 'sum', values: instruments[key].samples() };
    });

  return {
    count: (name, labels, by = 1) => counters[name].add(labels, by),
    observe: (name, labels, seconds) => histograms[name].observe(labels, seconds),
    observeStore(store, operation, seconds, outcome) {
      histograms.stores.observe([store, operation, outcome], seconds);
      tracer()?.note(`${store} ${operation}`, seconds, outcome, { 'db.operation.name': operation });
    },
    watch: (name, labels, read) => gauges[name].watch(labels, read),
    snapshot: () => [
      ...snapshotsOf('gauge', gaugeDefinitions, gauges),
      ...snapshotsOf('counter', counterDefinitions, counters),
      ...snapshotsOf('histogram', histogramDefinitions, histograms),
    ],
  };
}

function mapValues<Name extends string, From, To>(
  from: Readonly<Record<Name, From>>,
  make: (value: From) => To,
): Readonly<Record<Name, To>> {
  const names = Object.keys(from) as Name[];
  return Object.fromEntries(names.map((name) => [name, make(from[name])])) as Record<Name, To>;
}
