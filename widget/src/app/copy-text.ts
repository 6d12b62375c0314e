/**
 * Copies what `element` shows; says whether it worked. The text is selected as well: where a host grants the frame no
 * clipboard (permissions policy `clipboard-write`), the older command still works on a click, and if that fails the
 * selection is there to copy by hand.
 */
export async function copyText(element: Element): Promise<boolean> {
  const text = element.textContent.replaceAll(/\s+/g, ' ').trim();
  getSelection()?.selectAllChildren(element);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}
