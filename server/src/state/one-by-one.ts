/**
 * Runs `work`, one run at a time: what asks during a run has it run once more, straight after. A beat that is slow must not
 * make the next one late by a whole interval. A failure is left to the next time.
 */
export function oneByOne(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  return function ask() {
    again = running;
    if (running) return;
    running = true;
    work()
      .catch(() => undefined)
      .finally(() => {
        running = false;
        if (again) ask();
      });
  };
}
