/** A look into a process of Node's by its inspector (Chrome DevTools Protocol), so that nothing is added to what is measured. */
export interface Inspector {
  /** Collects garbage and answers how many bytes of the heap are in use then. */
  usedHeap(): Promise<number>;
  close(): void;
}

/** What a process started with `--inspect=127.0.0.1:0` says of its inspector. */
const announcement = /Debugger listening on (ws:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]+)/;

/** Arguments for Node that open the inspector on a free port. */
export const inspectable: readonly string[] = ['--inspect=127.0.0.1:0'];

/** Connects to the inspector that a process announced in its log. */
export async function openInspector(log: string): Promise<Inspector> {
  const address = announcement.exec(log)?.[1];
  if (address === undefined) throw new Error('this process announced no inspector');
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('the inspector does not answer')));
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id === undefined) return;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let calls = 0;

  function call<T>(method: string): Promise<T> {
    calls += 1;
    const id = calls;
    return new Promise((resolve) => {
      waiting.set(id, (result) => resolve(result as T));
      socket.send(JSON.stringify({ id, method }));
    });
  }

  return {
    async usedHeap() {
      await call('HeapProfiler.collectGarbage');
      const { usedSize } = await call<{ usedSize: number }>('Runtime.getHeapUsage');
      return usedSize;
    },
    close: () => socket.close(),
  };
}
