/**
 * Takes the ticket out of the address, where it was in the fragment, which no server and no Referer sees: from here on
 * no history holds it either. The rest of the address stays, as a reload begins there anew.
 */
export function takeTicket({ location, history }: Window): string {
  const ticket = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname + location.search);
  return ticket;
}
