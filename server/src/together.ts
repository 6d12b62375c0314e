/**
 * Collects what comes up until `schedule` has its turn, and hands it to `work` all at once. What many requests do at the
 * same time costs each of them less where they do it one right after the other: the processor still holds the code.
 */
export function together<Item>(
  work: (items: readonly Item[]) => void,
  schedule: (run: () => void) => void,
): (item: Item) => void {
  let waiting: Item[] = [];
  const run = (): void => {
    const items = waiting;
    waiting = [];
    work(items);
  };
  return (item) => {
    if (waiting.push(item) === 1) schedule(run);
  };
}
