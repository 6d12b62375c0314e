/** One block of an event stream, taken apart. */
export interface ReadEvent {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
  readonly retry?: string;
  readonly comment?: string;
}

/** Reads server-sent events as a frame does: by fetch, with a header. */
export interface EventReader {
  readonly response: Response;
  /** The next block; `undefined` once the stream has ended. */
  next(): Promise<ReadEvent | undefined>;
  /** The next block that is an event, past comments and bare ids. */
  nextEvent(): Promise<ReadEvent | undefined>;
  close(): void;
}

/** Opens the stream at `url`. */
export async function readEvents(url: string, headers: Readonly<Record<string, string>>): Promise<EventReader> {
  const controller = new AbortController();
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: controller.signal,
  });
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';

  async function next(): Promise<ReadEvent | undefined> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return parse(block);
      }
      const { value, done } = await reader.read();
      if (done) return undefined;
      text += value;
    }
  }
  return {
    response,
    next,
    async nextEvent() {
      for (;;) {
        const block = await next();
        if (block === undefined || block.event !== undefined) return block;
      }
    },
    close: () => controller.abort(),
  };
}

function parse(block: string): ReadEvent {
  const fields: Record<string, unknown> = {};
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
    fields[name === '' ? 'comment' : name] = name === 'data' ? JSON.parse(value) : value;
  }
  return fields;
}
