import type { ErrorTexts } from '../catalogue.ts';

const reopen = 'Close this page and open it again from the app you came from.';
const askAdmin = 'Ask the people who run the app you came from to check its set-up.';

/** English texts of the error catalogue. */
export const en: ErrorTexts = {
  http_request_invalid: {
    title: 'This page cannot be opened this way',
    action: reopen,
    cause:
      'The request is not a navigation for an HTML page: its Accept header leaves HTML out, it is an XMLHttpRequest or fetch, its Sec-Fetch headers name no document or frame, a parameter is repeated, or a redemption came from another origin.',
    remedy:
      'Put the direct link in the src of an iframe (or open it as a page) and let the browser load it. Do not fetch it from a script or a server, and give each parameter once.',
  },
  path_invalid: {
    title: 'This page does not exist',
    action: askAdmin,
    cause:
      'The path is none of Inlay’s pages, lies on another origin, has a query or a fragment, or differs from the path claim in the token.',
    remedy:
      'Use /embedded/connections, /embedded/connections/<con_… or E<externalId>> or /embedded/providers/<provider>, either relative or as an https URL on the server’s own public origin, and make a path claim equal to it.',
  },
  token_missing: {
    title: 'This link is incomplete',
    action: reopen,
    cause: 'The request carries no token parameter.',
    remedy: 'Add ?token=<JWT> to the direct link. The token is used once, so have a fresh one made for each load.',
  },
  token_invalid: {
    title: 'This link is damaged',
    action: reopen,
    cause:
      'The token is no well-formed compact JWS: it needs exactly three base64url parts, at most 4 KiB in all, a JSON header and a JSON object as payload, no repeated members and no crit, b64, jku, x5u, x5c, jwk, zip or enc in its header; typ, if present, is JWT; aud, if present, names this server.',
    remedy:
      'Let a JWT library make the token and pass it on unchanged. Check that nothing cut it, wrapped it in quotes or encoded it twice.',
  },
  alg_invalid: {
    title: 'This link cannot be trusted',
    action: askAdmin,
    cause: 'The alg member of the token’s header is not RS256.',
    remedy: 'Sign with RS256 (RSASSA-PKCS1-v1_5 with SHA-256) and your private RSA key.',
  },
  sub_missing: {
    title: 'This link does not say whom it is for',
    action: askAdmin,
    cause: 'The token has no sub claim.',
    remedy: 'Set sub to <vendorKey>:<customer> or <vendorKey>:<customer>:<member>.',
  },
  sub_invalid: {
    title: 'This link does not say whom it is for',
    action: askAdmin,
    cause:
      'The sub claim is no string of two or three parts divided by colons, or its customer or member is neither an Inlay id nor E followed by your external id.',
    remedy:
      'Set sub to <vendorKey>:<customer>[:<member>], each part percent-encoded; for example ven1:cus_… or ven1:E42:E7.',
  },
  vendor_missing: {
    title: 'This link comes from an unknown sender',
    action: askAdmin,
    cause: 'No vendor has the vendor key in sub, or the token’s kid names none of that vendor’s signing keys.',
    remedy:
      'Compare the first part of sub with your vendor key, and kid with the kid of a key listed by GET /api/v1/signing-keys, on this very server.',
  },
  vendor_key_missing: {
    title: 'This link cannot be checked',
    action: askAdmin,
    cause: 'The vendor has no active signing key.',
    remedy: 'Register your public key, or have a key made, with POST /api/v1/signing-keys.',
  },
  token_signature_invalid: {
    title: 'This link cannot be trusted',
    action: askAdmin,
    cause: 'No active signing key of the vendor verifies the token’s signature.',
    remedy:
      'Sign with the private half of a key that is active here. After a key change, check that the new public key is registered and that kid names it.',
  },
  iat_missing: {
    title: 'This link does not say when it was made',
    action: askAdmin,
    cause: 'The token has no iat claim.',
    remedy: 'Set iat to the current time in whole seconds since 1970-01-01 UTC.',
  },
  iat_invalid: {
    title: 'This link does not say when it was made',
    action: askAdmin,
    cause: 'The iat claim is not an integer.',
    remedy: 'Set iat to a JSON number of whole seconds since 1970-01-01 UTC, not to text, milliseconds or a fraction.',
  },
  token_expired: {
    title: 'This link has expired',
    action: reopen,
    cause:
      'The token’s iat is more than 30 seconds away from this server’s clock, or its exp or nbf claim does not hold now.',
    remedy:
      'Make the token at the moment the frame is loaded, and keep both clocks set by NTP. A cached page must not hold a link: call getLink each time.',
  },
  jti_missing: {
    title: 'This link has no number of its own',
    action: askAdmin,
    cause: 'The token has no jti claim.',
    remedy: 'Set jti to a value that is new for each token, such as a random UUID.',
  },
  jti_invalid: {
    title: 'This link has no number of its own',
    action: askAdmin,
    cause: 'The jti claim is neither a string of 1 to 128 characters nor an integer.',
    remedy: 'Set jti to a random UUID as a string, or to an integer that is never used twice.',
  },
  vendor_admin_missing: {
    title: 'This app is not set up yet',
    action: askAdmin,
    cause: 'The vendor has no admin account.',
    remedy: 'Set one with: inlay vendors update <vendor> --admin-customer <customer>.',
  },
  vendor_direct_team_link_disabled: {
    title: 'This app’s links are switched off',
    action: askAdmin,
    cause: 'Direct links are switched off for the vendor.',
    remedy: 'Switch them on with: inlay vendors update <vendor> --direct-links on.',
  },
  team_missing: {
    title: 'Your account is not known here',
    action: askAdmin,
    cause: 'The customer in sub is no customer of this vendor.',
    remedy:
      'Create the customer with POST /api/v1/customers, or correct the second part of sub: a cus_… id, or E followed by the external id exactly as it was stored.',
  },
  team_not_allowed: {
    title: 'This account cannot be shown here',
    action: askAdmin,
    cause: 'The token’s sub names the vendor’s own admin account or one of its managers.',
    remedy: 'Put the id of a customer account in sub. The admin account is never shown in a frame.',
  },
  team_unconfirmed: {
    title: 'Your account is not confirmed yet',
    action: askAdmin,
    cause: 'The customer is not confirmed.',
    remedy: 'Confirm it with PATCH /api/v1/customers/{id} {"confirmed": true}.',
  },
  team_direct_team_link_disabled: {
    title: 'Links are switched off for your account',
    action: askAdmin,
    cause: 'Direct links are switched off for this customer, as for accounts older than your embedding set-up.',
    remedy: 'Switch them on with PATCH /api/v1/customers/{id} {"directLinksEnabled": true}, or use a new customer.',
  },
  team_saml_required: {
    title: 'Your company asks you to sign in first',
    action: 'Sign in through your company’s sign-in page.',
    cause: 'The customer demands SAML sign-in, so a direct link cannot admit its people.',
    remedy: 'Lift the demand with PATCH /api/v1/customers/{id} {"samlRequired": false} if links should do.',
  },
  member_invalid: {
    title: 'You are not a member of this account',
    action: askAdmin,
    cause: 'The member in sub is not in this customer.',
    remedy: 'Create the member in this customer with POST /api/v1/members, or correct the third part of sub.',
  },
  member_unconfirmed: {
    title: 'Your membership is not confirmed yet',
    action: askAdmin,
    cause: 'The member in sub is not confirmed.',
    remedy: 'Confirm it with PATCH /api/v1/members/{id} {"confirmed": true}.',
  },
  origin_missing: {
    title: 'This page does not know where it may appear',
    action: askAdmin,
    cause: 'The customer has several embedding origins and the token names none, or the customer has none at all.',
    remedy:
      'Give the customer embeddingOrigins with PATCH /api/v1/customers/{id}; with more than one, put the one that frames this link in the token’s origin claim.',
  },
  origin_not_allowed: {
    title: 'This page may not appear here',
    action: askAdmin,
    cause: 'The token’s origin claim is not on the customer’s list of embedding origins.',
    remedy:
      'Add it with PATCH /api/v1/customers/{id}, or correct the claim. Origins are compared exactly: https://host[:port], in lower case, without a path or a final slash.',
  },
  jti_reused: {
    title: 'This link has been used',
    action: reopen,
    cause: 'The token was redeemed before. A direct link admits one viewer, once.',
    remedy:
      'Make a new token, with a new jti, for each load of the frame. Host pages that re-render must ask their backend again.',
  },
  session_missing: {
    title: 'Your session is not open here',
    action: reopen,
    cause: 'The request carries no session token, or one that this server never gave out.',
    remedy: 'Load a fresh direct link. With the host SDK this happens by itself through getLink.',
  },
  session_expired: {
    title: 'Your session has ended',
    action: reopen,
    cause: 'The session was idle for 30 minutes or is older than 8 hours.',
    remedy: 'Load a fresh direct link. With the host SDK this happens by itself through getLink.',
  },
  session_revoked: {
    title: 'Your session was ended',
    action: reopen,
    cause:
      'The session was deleted, or its customer, member, vendor or signing key was disabled, or its origin removed.',
    remedy: 'Look at GET /api/v1/audit-events for the change, undo it if it was a mistake, and load a fresh link.',
  },
  rate_limited: {
    title: 'Too many tries',
    action: 'Wait a moment, then try again.',
    cause: 'More requests came from this address, session or API key than the server takes in a minute.',
    remedy: 'Wait the seconds that Retry-After names. If many people share one address, set INLAY_TRUST_PROXY.',
  },
  service_unavailable: {
    title: 'This page is unavailable for the moment',
    action: 'Wait a moment, then try again.',
    cause: 'The database or the replay store cannot answer. Nobody was admitted and nothing was spent.',
    remedy: 'Look at GET /health/ready on the server. The same link works again while it is young enough.',
  },
  internal_error: {
    title: 'Something went wrong',
    action: 'Try again. If it stays so, tell the people who run this app the reference below.',
    cause: 'An unforeseen failure. The server’s log has it under the request id.',
    remedy: 'Search the server’s log for the request id and report what it says.',
  },
  not_found: {
    title: 'There is nothing here',
    action: 'Check the address.',
    cause: 'No such address, or no such object for this vendor.',
    remedy: 'Compare the address with GET /api/openapi.json and the id with the list it came from.',
  },
  method_not_allowed: {
    title: 'This cannot be done here',
    action: 'Check the address.',
    cause: 'The address exists, but not for this method.',
    remedy: 'Use one of the methods that the Allow header names.',
  },
  request_invalid: {
    title: 'The request is not valid',
    action: 'Correct what is named and try again.',
    cause: 'The query or body does not fit what this address takes.',
    remedy: 'Correct the members that details names. Unknown members are refused.',
  },
  media_type_unsupported: {
    title: 'The request is not valid',
    action: 'Send JSON.',
    cause: 'The body’s Content-Type is not application/json.',
    remedy: 'Send Content-Type: application/json, and a JSON object.',
  },
  body_too_large: {
    title: 'The request is too large',
    action: 'Send less at once.',
    cause: 'The body is larger than this address takes.',
    remedy: 'Send less: bodies are limited to 64 KiB.',
  },
  api_key_missing: {
    title: 'No API key was sent',
    action: 'Send an API key.',
    cause: 'The request has no Authorization header.',
    remedy: 'Send Authorization: Bearer inl_…, in this header alone and once.',
  },
  api_key_invalid: {
    title: 'The API key is not valid',
    action: 'Use another API key.',
    cause: 'The API key is unknown, malformed or revoked.',
    remedy: 'Use a key that is active on this server; inlay vendors create prints a first one.',
  },
  scope_missing: {
    title: 'The API key may not do this',
    action: 'Use another API key.',
    cause: 'The API key lacks the scope that this address asks for.',
    remedy: 'Use a key that has the scope named in details.',
  },
  cursor_invalid: {
    title: 'The request is not valid',
    action: 'Start again from the first page.',
    cause: 'The cursor was not made by this list.',
    remedy: 'Pass nextCursor back unchanged, to the same list, or leave cursor away to begin.',
  },
  external_id_taken: {
    title: 'This external id is taken',
    action: 'Use another external id.',
    cause: 'Another object of the same kind has this external id.',
    remedy: 'External ids are unique within your vendor account. Find the holder by E<externalId>.',
  },
  customer_is_admin: {
    title: 'This account cannot be deleted',
    action: askAdmin,
    cause: 'The customer is the vendor’s own admin account, without which no direct link is accepted.',
    remedy: 'Name another admin account first, with inlay vendors update --admin-customer, or keep this one.',
  },
  embedding_origin_invalid: {
    title: 'An embedding origin is not valid',
    action: 'Correct the origin.',
    cause:
      'An embedding origin is not in canonical form, stands twice, or there are more than 20; a customer keeps none of a faulty list.',
    remedy:
      'Give each as https://host[:port]: lower case, A-labels, no path, no wildcard, no final slash or dot. http is taken for localhost and loopback addresses alone.',
  },
  signing_key_invalid: {
    title: 'The key is not valid',
    action: 'Send another key.',
    cause:
      'The key is no RSA public key for RS256: not PEM (SPKI) or JWK, another type, use or alg, or a malformed kid.',
    remedy: 'Send the public key as PEM text that begins with -----BEGIN PUBLIC KEY-----, or as an RSA JWK.',
  },
  signing_key_weak: {
    title: 'The key is too weak',
    action: 'Send another key.',
    cause:
      'The RSA key has fewer than 2048 or more than 4096 bits, an exponent other than 65537, or a modulus of a kind that is known to be breakable.',
    remedy: 'Make a new key: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048.',
  },
  signing_key_private: {
    title: 'This is a private key',
    action: 'Send the public key instead, and replace this one.',
    cause: 'The key sent has private members. It was neither stored nor logged.',
    remedy:
      'Keep private keys on your own server. This one has travelled, so make a new pair and send its public half.',
  },
  signing_key_taken: {
    title: 'This key is registered already',
    action: 'Use the key that is there.',
    cause: 'A signing key of this vendor has the same kid or the same key material.',
    remedy: 'Use the registered key, or give the new one another kid.',
  },
  signing_key_not_held: {
    title: 'No link can be made here',
    action: 'Have a signing key made.',
    cause: 'The keys that this server held for the vendor are retired, so it cannot sign a link in its name.',
    remedy:
      'Have one made with POST /api/v1/signing-keys {"generate": {"bits": 2048}}, or sign links on your own server.',
  },
  idempotency_key_invalid: {
    title: 'The request is not valid',
    action: 'Send another Idempotency-Key.',
    cause: 'The Idempotency-Key header is empty, longer than 255 characters, repeated or not printable ASCII.',
    remedy: 'Send a random UUID as the Idempotency-Key of each POST that you may have to repeat.',
  },
  idempotency_key_reused: {
    title: 'The request is not valid',
    action: 'Send another Idempotency-Key.',
    cause: 'This Idempotency-Key came before with another request.',
    remedy: 'Use a new key for each new request, and the same key only to repeat the same request.',
  },
  idempotency_key_in_use: {
    title: 'The same request is under way',
    action: 'Wait a moment, then try again.',
    cause: 'A request with this Idempotency-Key has not been answered yet.',
    remedy: 'Repeat the request after the seconds that Retry-After names.',
  },
  connection_missing: {
    title: 'This connection does not exist',
    action: 'Go back to the list and choose another.',
    cause: 'The customer has no such connection.',
    remedy: 'Compare the id in the path with the connections of this customer.',
  },
  provider_not_configured: {
    title: 'This service cannot be connected here',
    action: 'Go back to the list and choose another.',
    cause:
      'No provider of that name is offered to this customer, or it is one of OAuth 2.0 whose client id and secret are missing here or refused by it.',
    remedy:
      'Compare the provider in the path with the catalogue in docs/providers/README.md, and its settings with what the provider knows: PUT /api/v1/providers/{id}.',
  },
  fields_invalid: {
    title: 'Some fields need another look',
    action: 'Correct the fields that are marked.',
    cause: 'A field is missing, too long or not of the form that the provider’s entry states.',
    remedy: 'Correct the fields that details names.',
  },
  credentials_invalid: {
    title: 'These credentials were not accepted',
    action: 'Check them at the service and try again.',
    cause: 'The provider’s own endpoint refused the credentials.',
    remedy: 'Let the person copy the credentials afresh; check that they have the rights the provider’s entry names.',
  },
  account_mismatch: {
    title: 'This is another account',
    action: 'Use the account that was connected before, or connect this one anew.',
    cause: 'The credentials belong to another account at the provider than the connection does. The old ones stay.',
    remedy: 'Reconnect with the same account, or create another connection.',
  },
  provider_unavailable: {
    title: 'The service does not answer',
    action: 'Wait a moment, then try again.',
    cause: 'The provider’s endpoint did not answer in time, answered with a failure, or may not be called from here.',
    remedy: 'Look at the provider’s status page. For a host of your own, see “Outbound requests” in docs/security.md.',
  },
  connection_expired: {
    title: 'This connection needs reconnecting',
    action: 'Reconnect it.',
    cause: 'The provider no longer accepts the saved authorisation, and a refresh of it was refused.',
    remedy:
      'Let a person of the customer reconnect it at /embedded/connections/<id>. Its events tell of expired and of connected again.',
  },
  connection_not_connected: {
    title: 'This connection is not connected',
    action: 'Connect it first.',
    cause: 'The connection holds no credentials: nobody has connected it yet, or it was disconnected.',
    remedy: 'Let a person of the customer connect it at /embedded/connections/<id>.',
  },
  credentials_unreadable: {
    title: 'The saved credentials cannot be read',
    action: 'Reconnect it, or come back later.',
    cause: 'The stored credentials do not open: their row was changed or moved, or their key is not in the key ring.',
    remedy:
      'Whoever runs the server restores the missing key in INLAY_ENCRYPTION_KEYS, and the connection works again. Otherwise let a person of the customer reconnect it.',
  },
  popup_blocked: {
    title: 'The browser blocked the window',
    action: 'Press the button again, or open the address below in a new tab.',
    cause:
      'window.open gave no window: the browser or an extension blocks popups, or the frame is sandboxed without allow-popups.',
    remedy:
      'A sandboxed iframe needs allow-popups and allow-popups-to-escape-sandbox. Otherwise nothing is wrong on your side: the frame offers another way.',
  },
  popup_closed: {
    title: 'The window was closed',
    action: 'Nothing has changed. Start again when you are ready.',
    cause: 'The person closed the window, or cancelled, before the provider had sent them back.',
    remedy: 'Nothing to do: the person can start again.',
  },
  authorization_denied: {
    title: 'Access was not granted',
    action: 'Nothing has changed. To connect, start again and allow access.',
    cause: 'The provider answered access_denied: the person, or a rule of their organisation, refused.',
    remedy: 'If an administrator must approve your app at this provider, say so in your own help.',
  },
  authorization_failed: {
    title: 'Connecting did not work',
    action: 'Start again. If it stays so, tell the people who run this app the reference below.',
    cause:
      'The provider answered with an error, or with something that does not hold: a code it refuses, an ID token that is not for us, an account it does not name.',
    remedy:
      'Look at GET /api/v1/audit-events for the provider’s own error code. Often the redirect URI or the scopes at the provider differ from the settings here.',
  },
  authorization_timeout: {
    title: 'This took too long',
    action: 'Nothing has changed. Start again.',
    cause: 'The authorisation was not finished within 10 minutes.',
    remedy: 'Nothing to do: the person can start again.',
  },
  state_mismatch: {
    title: 'This window belongs to another attempt',
    action: 'Close it and start again from the app you came from.',
    cause:
      'The answer of the provider fits no authorisation that this browser began: its state is unknown, spent or another browser’s, or its iss is another provider’s.',
    remedy:
      'The person begins again in the frame. If it recurs, check that the popup may keep cookies of this server and that nothing opens the callback address twice.',
  },
  jodoo_integration_missing: {
    title: 'There is no Jodoo integration at this address',
    action: 'Ask whoever gave you this address for the right one.',
    cause: 'The address names no Jodoo integration, or one that was deleted.',
    remedy:
      'Copy the address anew from GET /api/v1/jodoo-integrations, and enter it in Jodoo as App Home Page or in the form or dashboard.',
  },
  jodoo_app_disabled: {
    title: 'Signing in with Jodoo is switched off',
    action: 'Ask your administrator to switch it on again.',
    cause: 'The integration is disabled here.',
    remedy:
      'Set enabled to true with PATCH /api/v1/jodoo-integrations/{id}; in Jodoo, make sure that the integration app is enabled, too.',
  },
  jodoo_domain_untrusted: {
    title: 'This site is not on the list of trusted domains',
    action: 'Ask your administrator to complete the list of trusted domains.',
    cause:
      'The host of INLAY_PUBLIC_URL is not on the integration’s trusted domains. A domain matches exactly: example.com does not cover a.example.com.',
    remedy:
      'Enter the host of this server, without https://, in Jodoo under Trusted Domains and in trustedDomains here; several with commas and without blanks.',
  },
  jodoo_https_required: {
    title: 'This page needs a secure connection',
    action: 'Ask your administrator to set up HTTPS.',
    cause: 'INLAY_PUBLIC_URL is not https: codes of Jodoo could be read on their way.',
    remedy: 'Serve INLAY_PUBLIC_URL over HTTPS with a valid certificate.',
  },
  jodoo_code_missing: {
    title: 'Jodoo sent no code',
    action: 'Start again from Jodoo.',
    cause: 'The callback was opened without the parameter code.',
    remedy: 'Make sure that nothing between Jodoo and this server removes parameters from addresses.',
  },
  jodoo_code_invalid: {
    title: 'This sign-in was used or has expired',
    action: 'Sign in again, or press Enter App in Jodoo once more.',
    cause:
      'Jodoo takes each code once and for a short time: a page was reloaded, gone back to, opened twice or left open for too long.',
    remedy:
      'Nothing to do: each press of Enter App makes a new code. If it happens every time, look whether a proxy or scanner opens the address first.',
  },
  jodoo_secret_invalid: {
    title: 'Signing in with Jodoo is not set up right',
    action: 'The administrator was told. Try again later.',
    cause:
      'Jodoo refused the Suite Secret: it was entered wrongly, or reset in Jodoo, which ends the one before at once.',
    remedy:
      'Copy the Suite Secret from Jodoo and write it with PATCH /api/v1/jodoo-integrations/{id}; it holds at once, without a restart.',
  },
  jodoo_state_mismatch: {
    title: 'This sign-in was begun elsewhere',
    action: 'Start again in this window.',
    cause:
      'The state that came back is not one that this browser was given: it is unknown, used, older than 10 minutes or another browser’s.',
    remedy:
      'The person starts again. If it happens every time, look whether the browser may keep cookies of this server in a window of its own.',
  },
  jodoo_tenant_not_allowed: {
    title: 'Your Jodoo business has no access here',
    action: 'Sign in to Jodoo with another business, or ask your administrator.',
    cause: 'Jodoo named a tenant_id that is not on the integration’s list.',
    remedy: 'If the tenant is to have access, add its id to tenantIds; GET /api/v1/audit-events has it.',
  },
  jodoo_member_unmapped: {
    title: 'Your Jodoo account is not linked yet',
    action: 'Ask your administrator to link it.',
    cause:
      'Jodoo vouches for the person, but no mapping has this tenant_id and username, in exactly this spelling and case.',
    remedy:
      'Make the mapping with POST /api/v1/jodoo-members; GET /api/v1/audit-events has tenant_id and username of the attempt. Or set mappingPolicy to provision.',
  },
  jodoo_member_disabled: {
    title: 'Your access is switched off',
    action: 'Ask your administrator.',
    cause: 'The mapping is disabled, or its member or customer may not sign in.',
    remedy: 'Look at disabled in GET /api/v1/jodoo-members, and at the member and the customer that it leads to.',
  },
  jodoo_unavailable: {
    title: 'Signing in with Jodoo does not work right now',
    action: 'Try again in a moment. If it goes on, tell your administrator.',
    cause:
      'Jodoo could not be asked who the person is: it did not answer in time, limits requests, or answered with something else.',
    remedy: 'Try again later. If it goes on, check apiBase and run inlay doctor jodoo.',
  },
  jodoo_member_taken: {
    title: 'This Jodoo member is mapped already',
    action: 'Change the mapping that exists.',
    cause: 'The integration has a mapping of this tenant_id and username already.',
    remedy: 'Find it with GET /api/v1/jodoo-members and change it; an import changes what exists by itself.',
  },
};
