import pg from 'pg';

/** How long connections and statements may take, in milliseconds. */
export interface PostgresLimits {
  /** Until there is a connection, waiting for one of the pool included. */
  readonly connect: number;
  /** Until a statement has its answer; its connection is given up then. */
  readonly statement: number;
  /** Until PostgreSQL itself ends a statement: less, so that a slow statement does not cost its connection. */
  readonly serverStatement: number;
  readonly connections: number;
}

/** For requests: together with a first attempt to connect, a statement stays within two seconds. */
export const servingLimits: PostgresLimits = { connect: 1_000, statement: 900, serverStatement: 800, connections: 10 };

/** For changes of the schema, which may wait for each other and rewrite tables. */
export const migrationLimits: PostgresLimits = {
  connect: 5_000,
  statement: 900_000,
  serverStatement: 900_000,
  connections: 1,
};

/** Settings of a connection to the database that `url` names. */
export function postgresSettings(url: string, limits: PostgresLimits): pg.PoolConfig {
  return {
    fallback_application_name: 'inlay',
    connectionString: withStrictTls(url),
    max: limits.connections,
    // The pool's guard gives up first: after a pause of the process it reads what came meanwhile before it judges.
    connectionTimeoutMillis: limits.connect + 250,
    statement_timeout: limits.serverStatement,
    idle_in_transaction_session_timeout: limits.serverStatement + 5_000,
    idleTimeoutMillis: 30_000,
    // After a failover, or behind a balancer, connections find their way to the right server by themselves.
    maxLifetimeSeconds: 1_800,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: {
      // `pg` would hand int8 over as text; our integers fit a double exactly.
      getTypeParser: (...[type, format]: Parameters<typeof pg.types.getTypeParser>) =>
        type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format),
    },
  };
}

/**
 * Names what pg 8 does with `sslmode`: `prefer`, `require` and `verify-ca` check certificate and name as `verify-full`
 * does. Written out, it stays so in later versions, and no warning is printed at each start.
 */
function withStrictTls(url: string): string {
  if (/[?&]uselibpqcompat=true(?:&|$)/.test(url)) return url;
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}
