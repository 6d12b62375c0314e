/** What the load generator is asked to do. */
export interface Job {
  readonly port: number;
  /** Units of work, each a sequence of whole HTTP requests; the next is sent when the one before was answered. */
  readonly units: readonly (readonly string[])[];
  /** Connections that are opened before the clock starts. */
  readonly connections: number;
  /** Units that arrive a second; without it each connection takes its next unit as soon as it is free. */
  readonly rate?: number;
  /** Seconds after which the work ends, begun again from the first unit as often as needed; without it each unit is done once. */
  readonly seconds?: number;
  /** Processes whose processor time is read, each with all its children. */
  readonly watched: readonly number[];
}

/** What a job measured. Times are milliseconds. */
export interface Outcome {
  /** Units finished a second. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** The 99th percentile of each request of a unit for itself, from when it was due: the first with its unit, the others at once after the answer before. */
  readonly requests: readonly number[];
  /** Processor time a unit took of each watched process. */
  readonly processor: readonly number[];
  /** How many units ended with another status than 200 or 201, by what they ended with. */
  readonly failures: Readonly<Record<string, number>>;
}
