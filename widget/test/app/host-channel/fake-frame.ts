import { messageEvent } from '../../sdk/fake-host.ts';

export interface Posted {
  readonly message: {
    readonly type: string;
    readonly payload: Record<string, unknown>;
    readonly [name: string]: unknown;
  };
  readonly target: string;
  readonly ports: readonly MessagePort[];
}

/** A framed page's window without a browser around it; it remembers what is posted to its parent. */
export class FakeFrame extends EventTarget {
  readonly posted: Posted[] = [];
  readonly location: { origin: string; ancestorOrigins?: readonly string[] };
  parent: unknown = {
    postMessage: (data: string, target: string, ports: readonly MessagePort[] = []) => {
      this.posted.push({ message: JSON.parse(data) as Posted['message'], target, ports });
    },
  };

  constructor(ancestor?: string) {
    super();
    this.location = { origin: 'https://inlay.test', ...(ancestor !== undefined && { ancestorOrigins: [ancestor] }) };
  }

  get window(): Window {
    return this as unknown as Window;
  }

  /** What was posted under `type`. */
  of(type: string): readonly Posted[] {
    return this.posted.filter(({ message }) => message.type === type);
  }

  hear(data: unknown, stamp: { readonly origin?: string; readonly source?: unknown } = {}): void {
    const { origin = 'https://partner.test', source = this.parent } = stamp;
    this.dispatchEvent(messageEvent(data, origin, source));
  }

  /** The host answers the last greeting; what comes back is its end of the port. */
  answer(origin = 'https://partner.test'): MessagePort | undefined {
    const id = this.of('hello').at(-1)?.message.payload['id'];
    this.hear(JSON.stringify({ type: 'hello', payload: { version: 1, id }, v: 1 }), { origin });
    return this.of('port').at(-1)?.ports[0];
  }
}
