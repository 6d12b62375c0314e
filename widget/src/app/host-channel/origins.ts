/** An origin that may be a message's exact target: no `*`, no `null`, no path. */
const exact = /^https?:\/\/[a-z0-9.[\]:-]+$/;

/** Who hears what the frame says. Every answer is a list of exact origins: never `*`, never `null`. */
export interface Recipients {
  /** Says whether a message from `origin` comes from a page of the customer, compared as a whole text. */
  allows(origin: string): boolean;
  /** Settles on the parent's origin, proven by a message that the browser stamped with it. */
  verify(origin: string): void;
  /** The origins that an event is posted to now. */
  targets(): readonly string[];
}

/**
 * Chooses the recipients of a frame's events. The parent's origin is known from the browser (`ancestorOrigins`) or,
 * at the latest, from the handshake; until then each of the customer's origins is addressed, and the browser drops
 * what is addressed to another than the parent's. A wrong guess therefore costs a message, never a secret.
 */
export function createRecipients(origins: readonly string[], ancestor: string | undefined): Recipients {
  const allowed = origins.filter((origin) => exact.test(origin));
  let parent = ancestor !== undefined && allowed.includes(ancestor) ? ancestor : undefined;
  return {
    allows: (origin) => allowed.includes(origin),
    verify(origin) {
      if (allowed.includes(origin)) parent = origin;
    },
    targets: () => (parent === undefined ? allowed : [parent]),
  };
}
