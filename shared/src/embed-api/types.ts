import type { ConnectionStatus } from '../messages/events.ts';

/** The session that a redeemed link became, as the frame sees it. */
export interface EmbedSession {
  /** `ses_…`; public: it is the correlation id in message envelopes. */
  readonly id: string;
  readonly customer: { readonly id: string; readonly name: string };
  readonly member: { readonly id: string; readonly name: string | null } | null;
  /** Canonical path of the page the link opened. */
  readonly path: string;
  /** The embedding origin the link was made for. */
  readonly origin: string;
  /** Every embedding origin of the customer: who may hear the frame. */
  readonly origins: readonly string[];
  /** The member id by which Jodoo named the person, where it was Jodoo who did: shown, so that nobody works as another. */
  readonly signedInAs?: string;
}

/** Answer of `POST /direct_link/redeem`. */
export interface RedeemAnswer {
  /** Opaque bearer token of `/embed/v1/*`; lives in the frame's memory alone. */
  readonly sessionToken: string;
  readonly session: EmbedSession;
  /** Seconds until the session ends if it stays idle. */
  readonly expiresIn: number;
}

/** What the server tells the frame in the page itself, as JSON in `<meta name="inlay-config">`. */
export interface FrameConfig {
  /** Canonical path of the page that was asked for. */
  readonly path: string;
  /** BCP 47 tag of the language to speak. */
  readonly locale: string;
  readonly theme: Theme;
  /** Whether the link was opened with the parameter names of the dialect. */
  readonly dialect: boolean;
  /** The customer's embedding origins: who may hear the frame and speak to it. */
  readonly origins: readonly string[];
  /** The page was opened by Jodoo, or in one of its forms or dashboards: how the session begins. */
  readonly jodoo?: JodooEntry;
}

/**
 * How a session by Jodoo begins. `ticket`: the fragment of the address holds a ticket, for `POST /jodoo/<id>/enter`.
 * `embed`: the frame signs in by an attempt of its own, `POST /jodoo/<id>/attempts`.
 */
export interface JodooEntry {
  /** `jod_…`. */
  readonly integration: string;
  readonly mode: 'ticket' | 'embed';
  /** What the integration is called. */
  readonly name: string;
  /** Parameters that a form or dashboard added. Anybody could have: for the display alone. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Body of `POST /jodoo/<id>/enter`; the answer is a `RedeemAnswer`. */
export interface JodooTicketRequest {
  readonly ticket: string;
}

/** Body of `POST /jodoo/<id>/attempts`: a sign-in that only the frame which knows the verifier can take up. */
export interface JodooAttemptRequest {
  /** Made by the frame: 128 random bits or more, base64url. */
  readonly id: string;
  /** SHA-256 of the verifier's text, base64url. */
  readonly challenge: string;
  /** Page to open; default `/embedded/connections`. */
  readonly path?: string;
}

/** Answer of `POST /jodoo/<id>/attempts`, and with 202 of `…/attempts/<attempt>/session` while nothing came of it. */
export interface JodooAttempt {
  readonly id: string;
  /** `opened`: somebody set out in a window, and is not back. */
  readonly status: 'pending' | 'opened';
  /** The code with which the last silent way ended, which needs a window then. */
  readonly silent: string | null;
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

/** Body of `POST /jodoo/<id>/attempts/<attempt>/session`; the answer is a `RedeemAnswer`, or 202 and a `JodooAttempt`. */
export interface JodooAttemptVerifier {
  /** 43 characters of base64url: 256 random bits. */
  readonly verifier: string;
}

export type Theme = 'light' | 'dark' | 'auto';

/** How a provider is authorised. */
export type ProviderKind = 'oauth2' | 'api_key' | 'basic';

/** A field of a provider's form. */
export interface ProviderField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'password' | 'url' | 'email';
  readonly required: boolean;
  /** Secret fields are never sent back and never shown again. */
  readonly secret: boolean;
  readonly hint?: string;
  readonly placeholder?: string;
  /** Regular expression (`v` flag, anchored) of a valid value. */
  readonly pattern?: string;
  readonly maxLength: number;
  /** Prefilled; what a person may change unless `locked`. Fields that are hidden are not sent at all. */
  readonly value?: string;
  readonly locked?: true;
}

/** A provider as the frame shows it: `GET /embed/v1/providers` → `{data: EmbedProvider[]}`. */
export interface EmbedProvider {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly description: string;
  /** One or two letters for the drawn mark. */
  readonly initials: string;
  /** Hue of the mark's tint, in degrees (0–359). */
  readonly hue: number;
  /** Where the person finds the credentials; https. */
  readonly helpUrl?: string;
  /** May be empty: then there is nothing to fill in before the provider's own window opens. */
  readonly fields: readonly ProviderField[];
}

/** A connection as the frame shows it: `GET /embed/v1/connections` → `{data: EmbedConnection[]}`. */
export interface EmbedConnection {
  readonly id: string;
  readonly externalId: string | null;
  /** Id of the provider. */
  readonly provider: string;
  readonly status: ConnectionStatus;
  /** Who is connected, as the provider names them. */
  readonly account: { readonly id: string; readonly label: string } | null;
  /** Non-secret field values, for editing. */
  readonly fields: Readonly<Record<string, string>>;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** ISO 8601 UTC. */
  readonly connectedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * An authorization by OAuth that the frame began: answer of `POST /embed/v1/authorizations`, of
 * `GET /embed/v1/authorizations/<id>` and of `…/cancel`, and data of the stream's event `authorization`.
 */
export interface EmbedAuthorization {
  /** Made by the frame: 128 random bits or more, base64url. */
  readonly id: string;
  /** Id of the provider. */
  readonly provider: string;
  /** Id of the connection: of the one that is reconnected, or that came out. */
  readonly connection: string | null;
  /** `waiting`: no window has opened it yet; `opened`: one did; the others are its end. */
  readonly status: 'waiting' | 'opened' | 'connected' | 'failed';
  /** Why it failed, in the language in which the authorization was asked for. */
  readonly error: EmbedError | null;
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

/** Body of `POST /embed/v1/authorizations`: a new connection of `provider`, or a `connection` that is to be reconnected. */
export interface EmbedAuthorizationRequest {
  readonly id: string;
  readonly provider?: string;
  /** Id of the connection, or `E` and its external id. */
  readonly connection?: string;
  /** The provider's open fields, such as a subdomain. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Why the frame gives an authorization up: body of `POST /embed/v1/authorizations/<id>/cancel`. */
export interface EmbedAuthorizationCancel {
  readonly reason: 'popup_closed' | 'popup_blocked';
}

/** Every refusal of `/embed/v1/*` and of the redemption: `{error: EmbedError}`. */
export interface EmbedError {
  readonly code: string;
  /** For the person: title and next step, localised. */
  readonly message: string;
  readonly title: string;
  readonly action: string;
  readonly requestId: string;
  readonly retryable: boolean;
  readonly details?: readonly { readonly path: string; readonly message: string }[];
}
