import { connect } from 'node:net';
import type { Socket } from 'node:net';

const nothing = Buffer.alloc(0);

/**
 * One kept-alive HTTP/1.1 connection that asks one thing at a time. It reads no more of an answer than its status and
 * length (RFC 9112 §6.2), so that the load costs little on the processors it shares with the server under measure.
 */
export class Connection {
  readonly #socket: Socket;
  #head: Buffer = nothing;
  #status = 0;
  /** Bytes of the body that are still to come; `undefined` while the head is. */
  #missing: number | undefined;
  #settle: ((status: number) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail?.(error));
    socket.on('close', () => this.#fail?.(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Connection(socket)));
    });
  }

  /** Sends a whole request, as text, and answers with the status once the body has come. */
  ask(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      [this.#settle, this.#fail] = [resolve, reject];
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#fail = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#missing === undefined) {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.#head.toString('latin1', 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (length === undefined) return this.#fail?.(new Error(`an answer without a length: ${head.slice(0, 40)}`));
      this.#status = Number(head.slice(9, 12));
      this.#missing = Number(length) - (this.#head.length - end - 4);
      this.#head = nothing;
    } else {
      this.#missing -= chunk.length;
    }
    if (this.#missing > 0) return;
    this.#missing = undefined;
    this.#settle?.(this.#status);
  }
}
