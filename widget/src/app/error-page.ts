import '../styles/tokens.css';
import './error-page.css';

/**
 * The error page's only behaviour: it tells whoever frames it that it was refused. There is no trusted origin before
 * admission, so the message goes to `*` and holds the code and the request id alone (contract, 5.2).
 */
function tellParent({ code, requestId, dialect }: DOMStringMap): void {
  if (window.parent === window || code === undefined) return;
  const wk = dialect === 'true';
  const payload = { code, requestId: requestId ?? null, ...(wk && { type: code, message: code }) };
  const envelope = { type: 'error', payload, v: 1, session: null, seq: 1, ...(wk && { wk: true }) };
  window.parent.postMessage(JSON.stringify(envelope), '*');
}

tellParent(document.documentElement.dataset);
