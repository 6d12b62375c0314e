import { Command } from 'commander';
import { integrationsCommand } from './jodoo-integrations.ts';
import { membersCommand } from './jodoo-members.ts';

/** `inlay jodoo`: customers' integration apps of Jodoo, and whom Jodoo's members are here. Works while the server runs. */
export function jodooCommand(): Command {
  return new Command('jodoo')
    .description('integration apps of Jodoo, and whom Jodoo’s members are here')
    .addCommand(integrationsCommand())
    .addCommand(membersCommand());
}
