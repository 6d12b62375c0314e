import type { Socket } from 'node:net';

/** Milliseconds between two pieces of what trickles. */
const beat = 100;

/** Hands bytes on late or piece by piece, always in their order, and all at once when the fault is over. */
export class SlowOutlet {
  readonly #socket: Socket;
  #held: Buffer[] = [];
  #timers = new Set<NodeJS.Timeout>();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.once('close', () => this.#stop());
  }

  /** Writes at once, unless something older still waits. */
  write(bytes: Buffer): void {
    if (this.#held.length > 0) this.#held.push(bytes);
    else this.#socket.write(bytes);
  }

  /** Writes so many milliseconds later. */
  delay(bytes: Buffer, ms: number): void {
    this.#held.push(bytes);
    this.#after(ms, () => this.#release(bytes.length));
  }

  /** Writes at so many bytes a second. */
  trickle(bytes: Buffer, bytesPerSecond: number): void {
    const isFirst = this.#held.length === 0;
    this.#held.push(bytes);
    const next = (): void => {
      this.#release(Math.max(1, Math.floor((bytesPerSecond * beat) / 1_000)));
      if (this.#held.length > 0) this.#after(beat, next);
    };
    if (isFirst) next();
  }

  /** The fault is over: writes whatever waits. */
  flush(): void {
    this.#stop();
    this.#release(Infinity);
  }

  #release(count: number): void {
    const held = Buffer.concat(this.#held);
    this.#held = held.length > count ? [held.subarray(count)] : [];
    if (held.length > 0) this.#socket.write(held.subarray(0, count));
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  #stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
