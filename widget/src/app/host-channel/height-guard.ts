/** Tallest height that is ever reported, in CSS pixels. */
export const heightMax = 100_000;
/** A change this soon (in milliseconds) after the frame was resized is taken for its consequence: an echo. */
const echoTime = 100;
/** Echoes in a row that raise suspicion. */
const echoesMax = 5;
/** How long (in milliseconds) the content must stand still before a suspected loop is put to the test. */
export const quietTime = 250;

/** What to do with a measurement: report this height, wait for the content to stand still, or nothing. */
export type HeightVerdict = number | 'wait' | undefined;

export interface HeightGuard {
  /** Notes that the frame got another size; `width` says whether its width changed too. */
  resized(now: number, width: boolean): void;
  /** Judges a measured height of the content. */
  measured(height: number, now: number): HeightVerdict;
  /** Judges the height that the content had when `quietTime` had passed without a change. */
  settled(height: number): HeightVerdict;
}

/**
 * Decides which heights are worth a report.
 *
 * - Heights are rounded up; a shrinking by one pixel is rounding (at a zoom of 110 % most heights are fractions), and
 *   is ignored.
 * - Content that takes its height from the frame's (`100vh` and a bit) grows after each report that the host obeys,
 *   for ever. Such growth is an echo: it comes at once after a resize. So does each step of an animation, which is no
 *   loop; therefore after a few echoes in a row reports pause. Content that still moves moves by itself and is reported
 *   again. Content that stands still gets one more report as a test: if an echo answers that, content and frame drive
 *   each other, and echoes count no more until the width changes. What changes by itself is reported as ever.
 */
export function createHeightGuard(): HeightGuard {
  let reported = -1;
  let tallest = 0;
  let echoes = 0;
  let state: 'open' | 'paused' | 'testing' | 'locked' = 'open';
  let resizedAt = -Infinity;

  function report(height: number): number {
    reported = height;
    tallest = Math.max(tallest, height);
    return height;
  }

  function restart(): void {
    state = 'open';
    echoes = 0;
    tallest = 0;
  }

  return {
    resized(now, width) {
      resizedAt = now;
      if (width) restart();
    },
    measured(height, now) {
      const rounded = round(height);
      if (rounded === reported || rounded === reported - 1) return undefined;
      if (now - resizedAt >= echoTime) {
        if (state === 'locked') state = 'testing';
        else restart();
        return report(rounded);
      }
      if (state === 'open') {
        echoes += 1;
        if (echoes <= echoesMax) return report(rounded);
        state = 'paused';
      }
      if (state === 'paused') return 'wait';
      if (state === 'locked') return undefined;
      state = 'locked';
      // Of content that swings between two heights the taller one stays: a gap is better than a hidden end.
      return rounded > reported && rounded <= tallest ? report(rounded) : undefined;
    },
    settled(height) {
      if (state !== 'paused') return undefined;
      state = 'testing';
      const rounded = round(height);
      return rounded === reported ? undefined : report(rounded);
    },
  };
}

/** Up to whole pixels, but for the noise that a zoom leaves behind a whole number. */
function round(height: number): number {
  return Math.min(Math.ceil(height - 0.01), heightMax);
}
