import { sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { compactVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSigner } from '../../src/direct-links/sign.ts';
import type { Signer, SignerOptions } from '../../src/direct-links/sign.ts';
import { makeKeyPair } from '../support/accounts.ts';
import { encode } from '../support/tokens.ts';

const { privateKey, publicKey } = makeKeyPair();
const program = new URL('../../src/direct-links/signing-thread.ts', import.meta.url);

let signer: Signer | undefined;
/** Threads that were started, in order. */
let started: Worker[];
beforeEach(() => (started = []));
afterEach(() => signer?.close());

/** A signer that ends with the test. */
function signerOf(options: SignerOptions = {}): Signer {
  const startThread = options.startThread ?? ((): Worker => new Worker(program, { execArgv: [] }));
  signer = createSigner({
    ...options,
    startThread() {
      const thread = startThread();
      started.push(thread);
      return thread;
    },
  });
  return signer;
}

/** Asks for `count` signatures in one turn; answers each one's length in bytes, or the code it was refused with. */
async function ask(own: Signer, count: number): Promise<unknown[]> {
  const asked = Array.from({ length: count }, (_, index) => own.sign(`a.${index}`, privateKey));
  const ended = await Promise.allSettled(asked);
  return ended.map((one) =>
    one.status === 'fulfilled'
      ? Buffer.from(one.value, 'base64url').length
      : (one.reason as { code?: string; message: string }).code,
  );
}

/** As many of `what`. */
const times = (count: number, what: unknown): unknown[] => Array.from({ length: count }, () => what);

function firstThread(): Worker {
  const [thread] = started;
  if (thread === undefined) throw new Error('no thread');
  return thread;
}

/** Node’s own threads end with an event; a test waits for it before it looks at what is left. */
async function end(thread: Worker): Promise<void> {
  const exited = once(thread, 'exit');
  await thread.terminate();
  await exited;
}

it('makes signatures that jose takes, of the very bytes that Node makes by itself', async () => {
  const own = createSigner();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (sub) => {
      const input = `${encode({ alg: 'RS256' })}.${encode({ sub })}`;
      const signature = await own.sign(input, privateKey);
      expect(signature).toBe(sign('sha256', Buffer.from(input), privateKey).toString('base64url'));
      const { payload } = await compactVerify(`${input}.${signature}`, publicKey, {
        algorithms: ['RS256'],
      });
      expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ sub });
    }),
    { numRuns: 30 },
  );
  await own.close();
});

it('signs in the order of asking, many in a message', async () => {
  const own = signerOf({ threadsMax: 1 });
  await own.sign('a.b', privateKey);
  const posted = vi.spyOn(firstThread(), 'postMessage');
  const done: number[] = [];
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => own.sign(`a.${index}`, privateKey).then(() => done.push(index))),
  );
  expect(done).toEqual(Array.from({ length: 100 }, (_, index) => index));
  expect(posted.mock.calls.map(([jobs]) => (jobs as unknown[]).length)).toEqual([32, 32, 32, 4]);
});

it('refuses what comes when too many wait', async () => {
  const own = signerOf({ threadsMax: 1, waitingMax: 5 });
  expect(await ask(own, 10)).toEqual([...times(5, 256), ...times(5, 'rate_limited')]);
  await expect(own.sign('a.b', privateKey)).resolves.toHaveLength(342);
});

it('goes on after a key that cannot sign', async () => {
  const own = signerOf({ threadsMax: 1 });
  const asked = [own.sign('a.b', publicKey), own.sign('a.b', privateKey)];
  const [bad, good] = await Promise.allSettled(asked);
  expect([bad?.status, good?.status]).toEqual(['rejected', 'fulfilled']);
});

it('signs with several threads and several keys at once, each by its own', async () => {
  const own = signerOf({ threadsMax: 3 });
  const other = makeKeyPair();
  const pairs = Array.from({ length: 200 }, (_, index) => (index % 3 === 0 ? other : { privateKey, publicKey }));
  const made = await Promise.all(pairs.map((pair, index) => own.sign(`a.${index}`, pair.privateKey)));
  pairs.forEach((pair, index) => {
    const signature = Buffer.from(made[index] ?? '', 'base64url');
    expect(verify('sha256', Buffer.from(`a.${index}`), pair.publicKey, signature)).toBe(true);
  });
  expect(started.length).toBeGreaterThan(1);
});

it('starts no thread for a few that one does sooner, and never more than it may', async () => {
  const own = signerOf({ threadsMax: 2 });
  await own.sign('a.b', privateKey);
  await ask(own, 32);
  expect(started).toHaveLength(1);
  await ask(own, 250);
  await ask(own, 250);
  expect(started).toHaveLength(2);
});

describe('a thread that fails', () => {
  const notThere = (): Worker => new Worker(new URL('nowhere.ts', program), { execArgv: [] });
  const thrown = (): Worker => {
    throw new Error('no more threads');
  };

  it.each([
    ['cannot be started', thrown],
    ['ends before it runs', notThere],
  ])('leaves the work to the others where it %s', async (_name, fail) => {
    const real = (): Worker => new Worker(program, { execArgv: [] });
    let next = real;
    const own = signerOf({ threadsMax: 3, startThread: () => next() });
    await own.sign('a.b', privateKey);
    next = fail;
    expect(await ask(own, 120)).toEqual(times(120, 256));
  });

  it.each([
    ['cannot be started', thrown],
    ['ends before it runs', notThere],
  ])('refuses all where it is the only one and %s, until one can be', async (_name, fail) => {
    let next = fail;
    const own = signerOf({ threadsMax: 2, startThread: () => next() });
    expect(await ask(own, 40)).toEqual(times(40, 'service_unavailable'));
    next = () => new Worker(program, { execArgv: [] });
    expect(await ask(own, 40)).toEqual(times(40, 256));
  });

  it('takes what it was signing with it when it ends, and another goes on', async () => {
    const own = signerOf({ threadsMax: 1 });
    await own.sign('a.b', privateKey);
    const asked = ask(own, 50);
    // The first batch is with the thread, the others wait.
    await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
    await end(firstThread());
    expect(await asked).toEqual([...times(32, 'service_unavailable'), ...times(18, 256)]);
    expect(started).toHaveLength(2);
  });

  it('is replaced when it ends while it has nothing to do', async () => {
    const own = signerOf({ threadsMax: 1 });
    await own.sign('a.b', privateKey);
    await end(firstThread());
    expect(await ask(own, 3)).toEqual(times(3, 256));
    expect(started).toHaveLength(2);
  });

  it('harms nobody else by an error that it does not catch', async () => {
    const crash = `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', () => { throw new Error('crash'); });
      parentPort.postMessage([]);`;
    let next = (): Worker => new Worker(crash, { eval: true, execArgv: [] });
    const own = signerOf({ threadsMax: 1, startThread: () => next() });
    expect(await ask(own, 3)).toEqual(times(3, 'service_unavailable'));
    next = () => new Worker(program, { execArgv: [] });
    expect(await ask(own, 3)).toEqual(times(3, 256));
  });
});

it('refuses what waits, and what comes, once it is closed, and leaves no thread', async () => {
  const own = signerOf({ threadsMax: 1 });
  await own.sign('a.b', privateKey);
  const asked = ask(own, 40);
  await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
  const exited = once(firstThread(), 'exit');
  await own.close();
  await exited;
  expect(await asked).toEqual(times(40, 'service_unavailable'));
  expect(await ask(own, 2)).toEqual(times(2, 'service_unavailable'));
  expect(started).toHaveLength(1);
});
