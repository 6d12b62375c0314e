import { nextTick } from 'node:process';
import { together } from '../together.ts';
import type { RunScript } from './redis-scripts.ts';
import type { Ticket } from './replay-guard.ts';
import { indexKey, markerKey, recordKey, shardOf } from './shards.ts';

/** A claim that goes with a look: what is to be kept, for whom, and for how many milliseconds. */
export interface Claim {
  readonly vendorId: string;
  /** What stands for the session in its shard's list. */
  readonly entry: string;
  readonly record: Buffer;
  readonly lifetime: number;
}

/**
 * Asks Redis about a link, with the marker's words: whether it was used; with a claim, uses it. Answers what the script
 * `inlayAdmit` says of it, to be made sense of by the guard. Throws what Redis or the connection threw.
 */
export type CheckLink = (link: string, ticket: Ticket, claim?: Claim) => Promise<unknown>;

interface Check {
  readonly link: string;
  readonly ticket: Ticket;
  readonly claim: Claim | undefined;
  settle(answer: unknown): void;
  fail(error: unknown): void;
}

/** Most links of one script, so that none keeps Redis from others for long. */
const checksMax = 64;

/**
 * Gathers what is asked at the same moment into one script each time: in a cluster one for each shard, whose keys lie on
 * one node. Each link is still checked and claimed for itself, and the script runs whole or not at all.
 */
export function createLinkChecks(run: RunScript, isCluster: boolean): CheckLink {
  function send(checks: readonly Check[]): void {
    const [first] = checks;
    if (first === undefined) return;
    const [epoch = '', , time = 0, skewMax = 0] = first.ticket.words;
    const keys: string[] = [];
    const words: (string | number | Buffer)[] = [epoch, time, skewMax];
    for (const { link, ticket, claim } of checks) {
      keys.push(markerKey(ticket.shard), recordKey(link));
      const [, claimsSeen = 0] = ticket.words;
      if (claim === undefined) {
        words.push(String(claimsSeen));
      } else {
        keys.push(indexKey(ticket.shard, claim.vendorId));
        words.push(`${claimsSeen} ${claim.lifetime} ${claim.entry}`, claim.record);
      }
    }
    run('inlayAdmit', keys.length, ...keys, ...words).then(
      (answers) => checks.forEach((check, index) => check.settle((answers as unknown[])[index])),
      (error: unknown) => checks.forEach((check) => check.fail(error)),
    );
  }

  function sendAll(checks: readonly Check[]): void {
    // What was examined at another time, or lies elsewhere, is asked for itself.
    const groupOf = ({ link, ticket }: Check): string =>
      isCluster ? `${ticket.epoch}/${shardOf(link)}` : ticket.epoch;
    const [first] = checks;
    const isOneGroup = first !== undefined && checks.every((check) => groupOf(check) === groupOf(first));
    const groups = isOneGroup ? [checks] : Map.groupBy(checks, groupOf).values();
    for (const group of groups) {
      for (let at = 0; at < group.length; at += checksMax) send(group.slice(at, at + checksMax));
    }
  }

  const ask = together<Check>(sendAll, nextTick);
  return (link, ticket, claim) =>
    new Promise((settle, fail) => {
      ask({ link, ticket, claim, settle, fail });
    });
}
