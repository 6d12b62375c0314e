import type { NewAuditEvent } from '../database/schema.ts';

/** What happened, to whom, by whom and why. Texts from outside are cleaned of control characters before they are kept. */
export interface AuditEntry {
  readonly vendorId: string | null;
  /** `admission.peek`, `admission.redeem`, `customer.created`, `signing_key.revoked`, … */
  readonly action: string;
  readonly outcome: 'accepted' | 'refused' | 'changed';
  readonly actor: string;
  readonly code?: string | null;
  readonly customerId?: string | null;
  readonly memberId?: string | null;
  readonly origin?: string | null;
  readonly jti?: string | null;
  readonly requestId?: string | null;
  readonly target?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** An entry that is no row yet. */
export interface Noted {
  readonly entry: AuditEntry;
  /** Made at once: ids sort by age, however long the database is away. */
  readonly id: string;
  readonly at: number;
}

/** Longest text of an entry, and of its detail. */
const textMax = 256;
const detailTextMax = 1_024;

/** An entry whose texts from outside have the length that is kept, so that what waits is bounded in memory too. */
export function short(entry: AuditEntry): AuditEntry {
  const { origin, jti, target, detail = {} } = entry;
  const isShort =
    [origin, jti, target].every((text) => (text?.length ?? 0) <= textMax) &&
    Object.values(detail).every((value) => typeof value !== 'string' || value.length <= detailTextMax);
  if (isShort) return entry;
  const shortDetail = Object.entries(detail).map(([name, value]) => [
    name,
    typeof value === 'string' ? cut(value, detailTextMax) : value,
  ]);
  const texts = { origin: cut(origin, textMax), jti: cut(jti, textMax), target: cut(target, textMax) };
  return { ...entry, ...texts, detail: Object.fromEntries(shortDetail) as Record<string, unknown> };
}

/** The beginning of a text, which does not keep the rest of it in memory. */
function cut(text: string | null | undefined, max: number): string | null {
  if (text === null || text === undefined || text.length <= max) return text ?? null;
  return Buffer.from(text.slice(0, max), 'utf16le').toString('utf16le');
}

/** The row of an entry; texts from outside are cleaned in it. */
export function toRow({ entry, id, at }: Noted): NewAuditEvent {
  return {
    id,
    vendor_id: entry.vendorId,
    at,
    action: entry.action,
    outcome: entry.outcome,
    code: entry.code ?? null,
    actor: entry.actor,
    customer_id: entry.customerId ?? null,
    member_id: entry.memberId ?? null,
    origin: clean(entry.origin),
    jti: clean(entry.jti),
    request_id: entry.requestId ?? null,
    target: clean(entry.target),
    detail: JSON.stringify(entry.detail ?? {}),
  };
}

const printable = /^[ -~]{0,256}$/;
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Keeps a text from outside to one printable line (no CR, LF or terminal codes) of 256 characters. */
function clean(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  if (printable.test(text)) return text;
  // The cut may have left half of a pair behind, which no database takes for text.
  return text.replace(unprintable, '\uFFFD').slice(0, textMax).toWellFormed();
}
