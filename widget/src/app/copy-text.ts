/**
 * Copies what `element` shows; says whether it worked. The older command comes first: it works on a click in a frame to
 * which the host grants no clipboard (permissions policy `clipboard-write`), where the newer one is a violation. The
 * text stays selected, to be copied by hand if both fail.
 */
export async function copyText(element: Element): Promise<boolean> {
  getSelection()?.selectAllChildren(element);
  if (document.execCommand('copy')) return true;
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    return true;
  } catch {
    return false;
  }
}
