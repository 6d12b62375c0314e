import type { Grant } from './grant.ts';
import { newSecret, sha256 } from './hashes.ts';
import type { Records } from './records.ts';

/** Milliseconds in which the page that a ticket leads to must have taken it up. */
export const ticketLifetime = 60_000;

/**
 * Tickets bridge the way from the answer that knows the person to the page that opens the session: 256 bits, of one use,
 * and in the fragment of the address alone, which no server, log or Referer ever sees (RFC 9110 §4.2.5, §10.1.3).
 */
export interface Tickets {
  issue(grant: Grant): Promise<string>;
  /** What the ticket is good for; it is spent thereby. */
  take(ticket: string): Promise<Grant | undefined>;
}

export function createTickets(records: Records): Tickets {
  const keyOf = (ticket: string): string => `jodoo-ticket/${sha256(ticket)}`;
  return {
    async issue(grant) {
      const ticket = newSecret();
      await records.create(keyOf(ticket), grant, ticketLifetime);
      return ticket;
    },
    take: (ticket) => records.take<Grant>(keyOf(ticket)),
  };
}
