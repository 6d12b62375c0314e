import type { OAuthEntry, OAuthTraits } from '../../src/connections/oauth-entry.ts';
import { codes, fieldList, kinds, madeFrom } from './parts.ts';

/** The page of a provider that authorises by OAuth. */
export function oauthPage(provider: OAuthEntry): string {
  const { id, name, kind, description, oauth } = provider;
  return `${madeFrom(`/${id}.ts`)}

# ${name}

${description} Id \`${id}\`, ${kinds[kind]}.

## Set it up

${oauth.setup ?? ''} ${oauth.docsUrl === undefined ? '' : `See <${oauth.docsUrl}>.`}

The redirect URI is \`https://<your Inlay>/oauth/callback/${id}\`. Then tell Inlay:

\`\`\`text
curl -sS --fail-with-body -X PUT "$INLAY_URL/api/v1/providers/${id}" \\
  -H "Authorization: Bearer $INLAY_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${exampleBody(oauth)}'
\`\`\`
${settingList(oauth)}
## What people fill in

${fieldList(provider)}

## Scopes

${scopeText(oauth)}

## Traits

${traits(oauth)}
`;
}

function exampleBody({ settings = [] }: OAuthTraits): string {
  const required = settings.filter((setting) => setting.required);
  const values = Object.fromEntries(required.map(({ name }) => [name, 'https://…']));
  const body = { clientId: '…', clientSecret: '…', ...(required.length === 0 ? {} : { settings: values }) };
  return JSON.stringify(body).replaceAll('":', '": ').replaceAll(',"', ', "');
}

function settingList({ settings = [] }: OAuthTraits): string {
  if (settings.length === 0) return '';
  const lines = settings.map(({ name, label, required, values, default: preset, hint }) => {
    const facts = [
      ...(required ? [] : ['optional']),
      ...(values === undefined ? [] : [`one of ${codes(values)}`]),
      ...(preset === undefined ? [] : [`\`${preset}\` unless set`]),
    ];
    const marks = facts.length === 0 ? '' : ` (${facts.join('; ')})`;
    return `- \`${name}\`: ${label}${marks}.${hint === undefined ? '' : ` ${hint}`}\n`;
  });
  return `\nIts \`settings\`:\n\n${lines.join('')}`;
}

function scopeText({ scopes, identityScopes = [], scopeSeparator = ' ' }: OAuthTraits): string {
  const byDefault = scopes.length === 0 ? 'none' : codes(scopes);
  const always = identityScopes.length === 0 ? '' : ` Always asked for besides: ${codes(identityScopes)}.`;
  const comma = scopeSeparator === ',' ? ' They are separated by commas.' : '';
  return `Asked for unless you set \`scopes\`: ${byDefault}.${always}${comma}`;
}

const renewal = {
  rotating: 'each renewal ends the refresh token and brings a new one',
  reusable: 'by a refresh token that stays',
  none: 'none: tokens do not expire',
} as const;

function traits(oauth: OAuthTraits): string {
  const { issuer, discovery, authorizationUrl, tokenUrl, revocationUrl, pkce, tokenAuth, refresh } = oauth;
  const further = { ...oauth.tokenFields, ...oauth.accountFields, ...oauth.callbackFields };
  const parameters = [...pairs(oauth.authorizationParams), ...pairs(oauth.tokenParams)];
  return [
    [
      'Issuer',
      issuer === undefined ? undefined : `\`${issuer}\`${discovery ? ', whose metadata names the endpoints' : ''}`,
    ],
    ['Authorization', authorizationUrl && `\`${authorizationUrl}\``],
    ['Tokens', tokenUrl && `\`${tokenUrl}\``],
    ['Client', `\`${tokenAuth}\`${oauth.tokenRequest === 'json' ? ', requests in JSON' : ''}`],
    ['PKCE', pkce === 'S256' ? 'S256' : `none. ${pkce.exception.replace(/https:\S+$/, '<$&>')}`],
    ['Further parameters', parameters.length === 0 ? undefined : codes(parameters)],
    ['Renewal', renewal[refresh]],
    ['Lifetime', oauth.accessTokenLifetime && `taken to be ${oauth.accessTokenLifetime} seconds`],
    [
      'Revocation',
      revocationUrl === undefined ? revocationText(oauth) : `\`${revocationUrl}\`, when somebody disconnects`,
    ],
    ['Account', accountText(oauth)],
    ['Handed out with the tokens', Object.keys(further).length === 0 ? undefined : codes(Object.keys(further))],
  ]
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `- ${name}: ${text}${/[.>]$/.test(String(text)) ? '' : '.'}`)
    .join('\n');
}

function revocationText({ discovery }: OAuthTraits): string {
  return discovery === true
    ? 'where the metadata names an endpoint'
    : 'none: who disconnects takes the app away there too';
}

function accountText({ account }: OAuthTraits): string {
  const where = {
    id_token: 'of the ID token',
    token: 'of the answer that brings the tokens',
    request: account.from === 'request' ? `of the answer to \`${account.method} ${account.url}\`` : '',
  }[account.from];
  const within = account.within === undefined ? '' : `, within ${codes(account.within)}`;
  return `${account.id.map((path) => `\`${path}\``).join(' and ')} ${where}${within}`;
}

function pairs(parameters: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
}
