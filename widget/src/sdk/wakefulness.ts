import type { Scope } from './scope.ts';

const beatTime = 30_000;
/** Absences shorter than this (in milliseconds) are the frame's own affair: it asks for a link if it needs one. */
const absenceTime = 5 * 60_000;

/**
 * Notices that the page was away: a sleeping machine, a frozen tab and a lost network all leave a gap in the beat.
 * `back` is called when the network is back or the page is seen again; `long` says that the session may have ended
 * meanwhile without the frame's knowing.
 */
export function watchWakefulness(window: Window, scope: Scope, back: (long: boolean) => void): void {
  const { document, navigator } = window;
  let beatAt = Date.now();

  function look(): void {
    if (!navigator.onLine || document.hidden) return;
    const long = Date.now() - beatAt >= absenceTime;
    beatAt = Date.now();
    back(long);
  }

  function beat(): void {
    scope.after(beatTime, beat);
    // A hidden page that is awake is not away, and a long gap waits for somebody to look at the page.
    if (navigator.onLine && Date.now() - beatAt < absenceTime) beatAt = Date.now();
    else look();
  }

  beat();
  scope.listen(window, 'online', look);
  scope.listen(window, 'pageshow', look);
  scope.listen(document, 'visibilitychange', look);
}
