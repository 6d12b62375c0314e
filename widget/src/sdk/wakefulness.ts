import type { Clock } from './clock.ts';

const beatTime = 30_000;
/** Absences shorter than this (in milliseconds) are the frame's own affair: it asks for a link if it needs one. */
const absenceTime = 5 * 60_000;

export interface WakefulnessEvents {
  /** The network is back, or the page is seen again. */
  back(): void;
  /** The same after a long sleep, or a long time offline: the session may be over without the frame's knowing. */
  backAfterAbsence(): void;
}

/**
 * Notices that the page was away: a sleeping machine, a frozen tab and a lost network all leave a gap in the beat.
 * Returns what ends the watching.
 */
export function watchWakefulness(window: Window, clock: Clock, events: WakefulnessEvents): () => void {
  const ended = new AbortController();
  let beatAt = clock.now();
  let cancel = () => {};

  function look(): void {
    if (!window.navigator.onLine || window.document.visibilityState === 'hidden') return;
    const absence = clock.now() - beatAt;
    beatAt = clock.now();
    if (absence >= absenceTime) events.backAfterAbsence();
    else events.back();
  }

  function beat(): void {
    cancel = clock.after(beatTime, beat);
    const absence = clock.now() - beatAt;
    // A hidden page that is awake is not away, and a long gap waits for somebody to look at the page.
    if (window.navigator.onLine && absence < absenceTime) beatAt = clock.now();
    else look();
  }

  beat();
  for (const type of ['online', 'pageshow', 'visibilitychange'] as const) {
    const target = type === 'visibilitychange' ? window.document : window;
    target.addEventListener(type, look, { signal: ended.signal });
  }
  return () => {
    ended.abort();
    cancel();
  };
}
