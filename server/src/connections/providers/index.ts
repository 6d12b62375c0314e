import type { ProviderEntry } from '../provider-entry.ts';
import { airtable } from './airtable.ts';
import { brevo } from './brevo.ts';
import { freshdesk } from './freshdesk.ts';
import { genericApiKey } from './generic-api-key.ts';
import { genericBasic } from './generic-basic.ts';
import { hubspot } from './hubspot.ts';
import { jiraCloud } from './jira-cloud.ts';
import { jodoo } from './jodoo.ts';
import { mailchimp } from './mailchimp.ts';
import { notion } from './notion.ts';
import { pipedrive } from './pipedrive.ts';
import { sendgrid } from './sendgrid.ts';
import { twilio } from './twilio.ts';
import { zendesk } from './zendesk.ts';

/** Every provider that Inlay knows, in the order in which people see them: the generic ones last. */
export const providers: readonly ProviderEntry[] = [
  airtable,
  brevo,
  freshdesk,
  hubspot,
  jiraCloud,
  jodoo,
  mailchimp,
  notion,
  pipedrive,
  sendgrid,
  twilio,
  zendesk,
  genericApiKey,
  genericBasic,
];
