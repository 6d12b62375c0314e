import type { ServerResponse } from 'node:http';
import { Command } from 'commander';
import { buildApp } from '../app.ts';
import type { App } from '../app.ts';
import { readConfig } from '../config.ts';
import { startTracing, stopTracing } from '../tracing/tracing.ts';
import { timeUp, within } from '../within.ts';
import { createLogger } from '../log.ts';
import { createServices } from '../services.ts';
import type { Services } from '../services.ts';
import { ensureWidgetBuilt } from './widget-build.ts';
import { failPlainly } from './with-services.ts';

/** Milliseconds until the process ends once it is told to, in order or not: below the ten seconds supervisors wait. */
const drainTime = 9_000;
/** Milliseconds in which the server is no longer ready and still listens, so that balancers learn of it first. */
const noticeTime = 500;
/** Milliseconds that open requests get to finish. */
const requestTime = 5_000;
/** Milliseconds that waiting audit events get to be written, and connections to be closed, whatever a store does. */
const servicesTime = 2_500;
/** Milliseconds that traces get to be sent. */
const tracesTime = 500;

/** `inlay serve`: runs the server until it is told to end. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the server')
    .option('--json', 'print the listening address as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await failPlainly(async () => {
        const config = readConfig(process.env);
        const log = createLogger(config.logLevel);
        await ensureWidgetBuilt();
        await startTracing(process.env);
        const services = await createServices(config, { log });
        const app = await buildApp(services);
        // Before anybody can know that it listens: who is told to end then, ends in order.
        endOnSignal(() => closeInOrder(app, services));
        try {
          await services.start();
          await app.listen({ host: config.host, port: config.port });
        } catch (error) {
          await services.close();
          throw error;
        }
        const addresses = app.addresses();
        log.info({ addresses, publicOrigin: config.publicOrigin }, 'listening');
        if (json) console.log(JSON.stringify({ publicOrigin: config.publicOrigin, addresses }));
      });
    });
}

/**
 * Closes the server and then its services. First it is no longer ready, while it still answers: who balances load sends
 * it nobody anew, and each answer ends its connection. Then it listens no more, open requests finish and streams end. A
 * client that sends or reads nothing more is cut off when its time is up: else it would hold the server until the
 * process ends at last, and the audit events that still wait would be lost.
 */
export async function closeInOrder(app: App, services: Services, patience = requestTime): Promise<void> {
  const { lifecycle, log } = services;
  lifecycle.isDraining = true;
  app.server.prependListener('request', (_request, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  if (app.server.listening) await new Promise((resolve) => setTimeout(resolve, Math.min(noticeTime, patience)));
  const timer = setTimeout(() => app.server.closeAllConnections(), patience);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
    const closed = await within(services.close(), servicesTime);
    await within(stopTracing(), tracesTime);
    if (closed === timeUp) log.error('a store did not answer while the process ended: waiting audit events were lost');
  }
}

/** Ends the process in order on SIGTERM and SIGINT: no new requests, open ones finish, waiting rows are written. */
export function endOnSignal(close: () => Promise<void>): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), drainTime).unref();
    void close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}
