import type { HistogramDefinition, MetricDefinition } from './definitions.ts';

/** One value as prom-client takes it from another process. */
export interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

/** Combinations of labels that one metric keeps apart; whatever would come beyond is counted together as `other`. */
const combinationsMax = 1_000;

/** Finds the cell of some label values, or makes it. */
class Cells<Cell> {
  readonly #cells = new Map<string, { readonly labels: readonly string[]; readonly cell: Cell }>();
  readonly #make: () => Cell;

  constructor(make: () => Cell) {
    this.#make = make;
  }

  at(labels: readonly string[]): Cell {
    const known = this.#cells.get(labels.join('\n'));
    if (known !== undefined) return known.cell;
    const kept = this.#cells.size < combinationsMax ? labels : labels.map(() => 'other');
    const key = kept.join('\n');
    const entry = this.#cells.get(key) ?? { labels: kept, cell: this.#make() };
    this.#cells.set(key, entry);
    return entry.cell;
  }

  entries(): Iterable<{ readonly labels: readonly string[]; readonly cell: Cell }> {
    return this.#cells.values();
  }
}

/** A counter in plain numbers: counting costs a look-up in a map. */
export class Counter {
  readonly #definition: MetricDefinition;
  readonly #cells = new Cells(() => ({ value: 0 }));

  constructor(definition: MetricDefinition) {
    this.#definition = definition;
    // Without labels there is one value, and it is told before anything was counted.
    if (definition.labels.length === 0) this.#cells.at([]);
  }

  add(labels: readonly string[], by: number): void {
    this.#cells.at(labels).value += by;
  }

  samples(): readonly Sample[] {
    const { labels: names } = this.#definition;
    return [...this.#cells.entries()].map(({ labels, cell }) => ({ value: cell.value, labels: named(names, labels) }));
  }
}

/** A histogram of seconds in plain numbers. */
export class Histogram {
  readonly #definition: HistogramDefinition;
  readonly #cells: Cells<{ readonly counts: number[]; count: number; sum: number }>;

  constructor(definition: HistogramDefinition) {
    this.#definition = definition;
    this.#cells = new Cells(() => ({ counts: definition.buckets.map(() => 0), count: 0, sum: 0 }));
  }

  observe(labels: readonly string[], seconds: number): void {
    const cell = this.#cells.at(labels);
    const bucket = this.#definition.buckets.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) cell.counts[bucket] = (cell.counts[bucket] ?? 0) + 1;
    cell.count += 1;
    cell.sum += seconds;
  }

  samples(): readonly Sample[] {
    const { name, labels: names, buckets } = this.#definition;
    return [...this.#cells.entries()].flatMap(({ labels, cell }) => {
      const own = named(names, labels);
      let below = 0;
      const bounds = buckets.map((le, index) => {
        below += cell.counts[index] ?? 0;
        return { metricName: `${name}_bucket`, value: below, labels: { ...own, le } };
      });
      return [
        ...bounds,
        { metricName: `${name}_bucket`, value: cell.count, labels: { ...own, le: '+Inf' } },
        { metricName: `${name}_sum`, value: cell.sum, labels: own },
        { metricName: `${name}_count`, value: cell.count, labels: own },
      ];
    });
  }
}

/** A gauge: what is read when somebody asks, one reading for each set of label values. */
export class Gauge {
  readonly #definition: MetricDefinition;
  readonly #cells = new Cells<{ read: () => number }>(() => ({ read: () => 0 }));

  constructor(definition: MetricDefinition) {
    this.#definition = definition;
  }

  watch(labels: readonly string[], read: () => number): void {
    this.#cells.at(labels).read = read;
  }

  samples(): readonly Sample[] {
    const { labels: names } = this.#definition;
    return [...this.#cells.entries()].map(({ labels, cell }) => ({ value: cell.read(), labels: named(names, labels) }));
  }
}

function named(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
