// All in milliseconds.
/** How long a visit may take. */
const patience = 4_000;
/** How long a page that is not ours may take to lead on: longer than that, it waits for a person. */
const settled = 1_500;

/**
 * Loads `path`, which leads to Jodoo, in a frame that nobody sees. Resolves when the frame is back at a page of ours, or
 * when it is no use to wait: the person is not signed in there, must agree first, or their browser keeps Jodoo's cookies
 * from a frame. What is loaded may not lead the host's page away, open windows or take the focus.
 */
export function visitUnseen(document: Document, path: string): Promise<void> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms');
  frame.src = path;
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(limit);
      clearTimeout(pause);
      frame.remove();
      resolve();
    };
    const limit = setTimeout(end, patience);
    let pause: ReturnType<typeof setTimeout> | undefined;
    frame.addEventListener('load', () => {
      const at = frame.contentDocument?.URL;
      if (at === 'about:blank') return;
      if (at !== undefined) return end();
      clearTimeout(pause);
      pause = setTimeout(end, settled);
    });
    document.body.append(frame);
  });
}
