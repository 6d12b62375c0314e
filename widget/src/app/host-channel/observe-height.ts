import { createHeightGuard, quietTime } from './height-guard.ts';

/**
 * Watches the height of `element`, a wrapper around all content whose own height depends on nothing but it (no `vh`),
 * and reports it in whole CSS pixels: on change alone, at most once a frame, and never in a loop with a host that
 * obeys (see `createHeightGuard`). Returns what ends the watching.
 */
export function observeHeight(element: HTMLElement, report: (height: number) => void): () => void {
  const guard = createHeightGuard();
  let size = [window.innerWidth, window.innerHeight] as const;
  let pending: number | undefined;
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(height: number): void {
    pending = height;
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      if (pending !== undefined) report(pending);
    });
  }

  function wait(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const height = measure(element);
      const verdict = height === undefined ? undefined : guard.settled(height);
      if (typeof verdict === 'number') schedule(verdict);
    }, quietTime);
  }

  // Browsers differ in what they tell first, the event or the observation: each looks for itself.
  const resized = () => {
    const [width, height] = size;
    size = [window.innerWidth, window.innerHeight];
    if (size[0] !== width || size[1] !== height) guard.resized(performance.now(), size[0] !== width);
  };
  const observer = new ResizeObserver(() => {
    resized();
    const height = measure(element);
    const verdict = height === undefined ? undefined : guard.measured(height, performance.now());
    if (verdict === 'wait') wait();
    else if (verdict !== undefined) schedule(verdict);
  });

  window.addEventListener('resize', resized);
  observer.observe(element);
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', resized);
    clearTimeout(timer);
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}

/** The height of `element`; `undefined` while it is not shown, when it would be 0 and make the host hide the frame. */
function measure(element: HTMLElement): number | undefined {
  const { width, height } = element.getBoundingClientRect();
  return width === 0 || height === 0 ? undefined : height;
}
