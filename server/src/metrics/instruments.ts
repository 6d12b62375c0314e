import type { HistogramDefinition, MetricDefinition } from './definitions.ts';

/** One value as prom-client takes it from another process. */
export interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

/** Combinations of labels that one metric keeps apart; whatever would come beyond is counted together as `other`. */
const combinationsMax = 1_000;

/** A cell, and those whose label values go on from its own. */
interface Branch<Cell> {
  readonly next: Map<string, Branch<Cell>>;
  cell?: Cell;
}

/** Finds the cell of some label values, or makes it. Value by value: a text made of them all costs more than the look-ups. */
class Cells<Cell> {
  readonly #root: Branch<Cell> = { next: new Map() };
  readonly #entries: { readonly labels: readonly string[]; readonly cell: Cell }[] = [];
  readonly #make: () => Cell;

  constructor(make: () => Cell) {
    this.#make = make;
  }

  at(labels: readonly string[]): Cell {
    let branch: Branch<Cell> | undefined = this.#root;
    for (const label of labels) branch = branch?.next.get(label);
    return branch?.cell ?? this.#add(this.#entries.length < combinationsMax ? labels : labels.map(() => 'other'));
  }

  entries(): readonly { readonly labels: readonly string[]; readonly cell: Cell }[] {
    return this.#entries;
  }

  #add(labels: readonly string[]): Cell {
    let branch = this.#root;
    for (const label of labels) {
      const next = branch.next.get(label) ?? { next: new Map<string, Branch<Cell>>() };
      branch.next.set(label, next);
      branch = next;
    }
    if (branch.cell === undefined) {
      branch.cell = this.#make();
      this.#entries.push({ labels, cell: branch.cell });
    }
    return branch.cell;
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
    return this.#cells.entries().map(({ labels, cell }) => ({ value: cell.value, labels: named(names, labels) }));
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
    return this.#cells.entries().flatMap(({ labels, cell }) => {
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
    return this.#cells.entries().map(({ labels, cell }) => ({ value: cell.read(), labels: named(names, labels) }));
  }
}

function named(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
