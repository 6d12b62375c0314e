/** What a metric is called, what it says, and by what it is divided. Names follow Prometheus's conventions. */
export interface MetricDefinition {
  readonly name: string;
  readonly help: string;
  /** Names of the labels. Their values come from small fixed sets: never an id, an address or anything a caller chose. */
  readonly labels: readonly string[];
}

/** A metric of durations in seconds, with the upper bounds of its buckets. */
export interface HistogramDefinition extends MetricDefinition {
  readonly buckets: readonly number[];
}

/** Counters: they only grow, and start at nought with the process. */
export const counterDefinitions = {
  admissions: {
    name: 'inlay_admissions_total',
    help: 'Direct links looked at (peek) and redeemed, by outcome: admitted, or the code of the refusal.',
    labels: ['step', 'code'],
  },
  sessionsOpened: {
    name: 'inlay_sessions_opened_total',
    help: 'Sessions opened by this process.',
    labels: [],
  },
  sessionsEnded: {
    name: 'inlay_sessions_ended_total',
    help: 'Sessions ended on demand through this process, by reason; those that time out are not counted.',
    labels: ['reason'],
  },
  auditLost: {
    name: 'inlay_audit_events_lost_total',
    help: 'Audit events dropped because the database was away for too long.',
    labels: [],
  },
  rateLimited: {
    name: 'inlay_rate_limited_total',
    help: 'Requests refused by a rate limit, by what was counted: address, api_key, vendor or attempts.',
    labels: ['limit'],
  },
  refreshes: {
    name: 'inlay_token_refreshes_total',
    help: 'Renewals of OAuth tokens, by outcome: renewed, refused, unavailable, not_configured, or recovered from the journal.',
    labels: ['outcome'],
  },
  revocations: {
    name: 'inlay_token_revocations_total',
    help: 'Tokens of ended connections that a provider was to forget, by outcome: revoked, unsupported or failed.',
    labels: ['outcome'],
  },
  authorizations: {
    name: 'inlay_authorizations_total',
    help: 'Authorizations by OAuth that ended, by outcome: connected, or the code of the failure.',
    labels: ['code'],
  },
  jodooSignIns: {
    name: 'inlay_jodoo_sign_ins_total',
    help: 'Sign-ins by Jodoo, by how they came (home, login, popup or silent) and outcome: admitted, or the code of the refusal.',
    labels: ['entrance', 'code'],
  },
  credentialsUnreadable: {
    name: 'inlay_credentials_unreadable_total',
    help: 'Stored credentials that did not open: moved, changed, or sealed with a key that is not in the ring.',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;

/** Histograms of durations, in seconds. */
export const histogramDefinitions = {
  requests: {
    name: 'inlay_http_request_duration_seconds',
    help: 'Time to answer a request, by route pattern and status class; a stream counts until it ends.',
    labels: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
  jodooOwnTime: {
    name: 'inlay_jodoo_own_seconds',
    help: 'Time of a page or request of a sign-in by Jodoo, without the time that Jodoo itself took.',
    labels: ['step'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
  },
  stores: {
    name: 'inlay_store_duration_seconds',
    help: 'Time of a round trip to the database or Redis, by operation and outcome (ok or error).',
    labels: ['store', 'operation', 'outcome'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
  },
} as const satisfies Record<string, HistogramDefinition>;

/** Gauges: read when somebody asks. */
export const gaugeDefinitions = {
  build: {
    name: 'inlay_build_info',
    help: 'Always 1; its labels say which version runs on which Node.',
    labels: ['version', 'node'],
  },
  eventStreams: {
    name: 'inlay_event_streams',
    help: 'Event streams open to frames now.',
    labels: [],
  },
  databaseConnections: {
    name: 'inlay_database_connections',
    help: 'Connections of the pool to PostgreSQL, by state: in_use or idle.',
    labels: ['state'],
  },
  databaseWaiting: {
    name: 'inlay_database_waiting',
    help: 'Requests that wait for a connection of the pool.',
    labels: [],
  },
  databaseUp: {
    name: 'inlay_database_up',
    help: '1 while the database answers, 0 while requests are refused because it was last known to be away.',
    labels: [],
  },
  replayStoreReady: {
    name: 'inlay_replay_store_ready',
    help: '1 while links can be claimed, 0 while everybody is refused.',
    labels: [],
  },
  replayStoreLosses: {
    name: 'inlay_replay_store_losses',
    help: 'Losses of the replay store that any process has declared since the deployment began.',
    labels: [],
  },
  auditBacklog: {
    name: 'inlay_audit_backlog_events',
    help: 'Audit events that wait to be written.',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;

export type CounterName = keyof typeof counterDefinitions;
export type HistogramName = keyof typeof histogramDefinitions;
export type GaugeName = keyof typeof gaugeDefinitions;
