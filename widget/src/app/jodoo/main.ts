import { jodooEntry } from '../../elements/jodoo/entry.ts';
import { createSender } from '../host-channel/sender.ts';
import { createRecipients } from '../host-channel/origins.ts';
import { start } from '../start.ts';
import { takeTicket } from './ticket.ts';

/** The frame that Jodoo opens, or one of its forms or dashboards: who frames it is told what happens, and is not asked. */
void start((config) => {
  const ticket = takeTicket(window);
  const sender = createSender(window);
  const recipients = createRecipients(config.origins, window.location.ancestorOrigins?.[0]);
  return {
    line: {
      setSession: sender.setSession,
      emit: (type, payload) => sender.post({ type, payload }, recipients.targets()),
    },
    entry: (frame) => jodooEntry(frame, config, ticket),
    keepsAddress: true,
  };
});
