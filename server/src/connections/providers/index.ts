import type { ProviderEntry } from '../provider-entry.ts';
import { airtable } from './airtable.ts';
import { airtableOauth } from './airtable-oauth.ts';
import { asana } from './asana.ts';
import { atlassian } from './atlassian.ts';
import { bitbucket } from './bitbucket.ts';
import { box } from './box.ts';
import { brevo } from './brevo.ts';
import { calendly } from './calendly.ts';
import { clickup } from './clickup.ts';
import { docusign } from './docusign.ts';
import { docusignDemo } from './docusign-demo.ts';
import { dropbox } from './dropbox.ts';
import { freshdesk } from './freshdesk.ts';
import { genericApiKey } from './generic-api-key.ts';
import { genericBasic } from './generic-basic.ts';
import { genericOauth2 } from './generic-oauth2.ts';
import { genericOidc } from './generic-oidc.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { google } from './google.ts';
import { hubspot } from './hubspot.ts';
import { hubspotOauth } from './hubspot-oauth.ts';
import { intercom } from './intercom.ts';
import { jiraCloud } from './jira-cloud.ts';
import { jodoo } from './jodoo.ts';
import { linear } from './linear.ts';
import { mailchimp } from './mailchimp.ts';
import { mailchimpOauth } from './mailchimp-oauth.ts';
import { microsoft } from './microsoft.ts';
import { monday } from './monday.ts';
import { notion } from './notion.ts';
import { notionOauth } from './notion-oauth.ts';
import { pipedrive } from './pipedrive.ts';
import { pipedriveOauth } from './pipedrive-oauth.ts';
import { quickbooks } from './quickbooks.ts';
import { salesforce } from './salesforce.ts';
import { salesforceSandbox } from './salesforce-sandbox.ts';
import { sendgrid } from './sendgrid.ts';
import { shopify } from './shopify.ts';
import { slack } from './slack.ts';
import { stripe } from './stripe.ts';
import { twilio } from './twilio.ts';
import { typeform } from './typeform.ts';
import { xero } from './xero.ts';
import { zendesk } from './zendesk.ts';
import { zendeskOauth } from './zendesk-oauth.ts';
import { zoom } from './zoom.ts';

/** Every provider that Inlay knows, in the order in which people see them: by name, the generic ones last. */
export const providers: readonly ProviderEntry[] = [
  airtableOauth,
  airtable,
  asana,
  atlassian,
  bitbucket,
  box,
  brevo,
  calendly,
  clickup,
  docusign,
  docusignDemo,
  dropbox,
  freshdesk,
  github,
  gitlab,
  google,
  hubspotOauth,
  hubspot,
  intercom,
  jiraCloud,
  jodoo,
  linear,
  mailchimpOauth,
  mailchimp,
  microsoft,
  monday,
  notionOauth,
  notion,
  pipedriveOauth,
  pipedrive,
  quickbooks,
  salesforce,
  salesforceSandbox,
  sendgrid,
  shopify,
  slack,
  stripe,
  twilio,
  typeform,
  xero,
  zendeskOauth,
  zendesk,
  zoom,
  genericOidc,
  genericOauth2,
  genericApiKey,
  genericBasic,
];
