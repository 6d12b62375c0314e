import { execFileSync } from 'node:child_process';
import type { Bed } from '../bed.ts';
import { mint, navigate } from '../load/requests.ts';
import { startGenerator } from '../load/start-generator.ts';
import { medians } from '../statistics.ts';

/** What making links costs, and what it does to others. Medians over the rounds. */
export interface Minting {
  /** Signatures a second that OpenSSL makes on one processor with a key of 2048 bits. */
  readonly openssl: number;
  /** Links a second by the partner API, always busy. */
  readonly rate: number;
  /** Links by a second of processor time of the server, always busy, asked for nothing else meanwhile. */
  readonly ofOneProcessor: number;
  /** Milliseconds until another route of the same server answers meanwhile, at the 99th percentile. */
  readonly otherRoute: number;
  /** The same where the signing is synchronous. */
  readonly synchronousRate: number;
  readonly otherRouteSynchronous: number;
}

/** Links asked for at a time while the server is kept busy. */
const inFlight = 64;
/** Requests a second to the other route. */
const probeRate = 200;

/** Keeps the minting busy for `seconds`, with and without synchronous signing in turn, and asks another route meanwhile. */
export async function measureMinting(bed: Bed, rounds: number, seconds: number): Promise<Minting> {
  const { generator, partner, servers } = bed;
  const probe = startGenerator();
  const mints = partner.accounts.customers.map(({ id }) => [mint(partner.apiKey, id, partner.issuer.origin)]);

  async function sample(contender: 'inlay' | 'synchronous', time: number): Promise<[number, number]> {
    const { port } = servers[contender];
    const [minted, others] = await Promise.all([
      generator.run({ port, units: mints, connections: inFlight, seconds: time, watched: [] }),
      probe.run({
        port,
        units: Array.from({ length: probeRate * (time - 0.2) }, () => [navigate('/health/live')]),
        connections: 20,
        rate: probeRate,
        watched: [],
      }),
    ]);
    return [minted.rate, others.p99];
  }

  const samples: Minting[] = [];
  async function mintAlone(time: number): Promise<number> {
    const { port, pid } = servers.inlay;
    const minted = await generator.run({ port, units: mints, connections: inFlight, seconds: time, watched: [pid] });
    return 1000 / (minted.processor[0] ?? 0);
  }

  for (let round = -1; round < rounds; round += 1) {
    const time = round < 0 ? 1 : seconds;
    const [rate, otherRoute] = await sample('inlay', time);
    const [synchronousRate, otherRouteSynchronous] = await sample('synchronous', time);
    const ofOneProcessor = await mintAlone(time);
    const openssl = signaturesBySecond();
    if (round >= 0) {
      samples.push({ openssl, rate, ofOneProcessor, otherRoute, synchronousRate, otherRouteSynchronous });
    }
  }
  probe.stop();
  return medians(samples);
}

/** What `openssl speed` says of one processor. */
function signaturesBySecond(): number {
  const words = ['speed', '-mr', '-seconds', '1', 'rsa2048'];
  const text = execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
  // +F2:<number>:<bits>:<signatures a second>:<verifications a second>; some versions print seconds a signature.
  const value = Number(/^\+F2:\d+:2048:([\d.]+):/m.exec(text)?.[1]);
  return value < 1 ? 1 / value : value;
}
