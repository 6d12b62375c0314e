/**
 * Asks Tidewater's own backend for a fresh direct link. It knows who is signed in; the page says only which workspace
 * is open.
 * @param {{customer: string, path?: string, broken?: string}} question
 * @returns {Promise<{url: string}>}
 */
export async function fetchLink(question) {
  const answer = await fetch('/links', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  if (!answer.ok) throw new Error(`Tidewater’s backend answered ${answer.status}`);
  return answer.json();
}
