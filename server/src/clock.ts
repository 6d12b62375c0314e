/** Tells the time, in milliseconds since 1970-01-01 UTC. Everything that judges time takes one, so that tests own it. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();
