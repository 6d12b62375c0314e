/** What every message between frame and host is wrapped in, as JSON text (contract, 5.1). */
export interface Envelope {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly v: 1;
  /** Public correlation id of the session; `null` before there is one. */
  readonly session?: string | null;
  /** Counts the messages of one sender, from 1. */
  readonly seq?: number;
  /** Set on messages in the dialect. */
  readonly wk?: true;
}

/** Longest message that is looked at, in UTF-16 code units. */
const maxLength = 65_536;

/** Reads a received message; `undefined` for whatever is not an envelope of this version. Never throws. */
export function parseEnvelope(data: unknown): Envelope | undefined {
  if (typeof data !== 'string' || data.length > maxLength || !data.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  return isEnvelope(value) ? value : undefined;
}

function isEnvelope(value: unknown): value is Envelope {
  return (
    isRecord(value) &&
    value['v'] === 1 &&
    typeof value['type'] === 'string' &&
    isRecord(value['payload']) &&
    (value['session'] == null || typeof value['session'] === 'string') &&
    (value['seq'] === undefined || typeof value['seq'] === 'number') &&
    (value['wk'] === undefined || value['wk'] === true)
  );
}

/** Says whether `value` is a JSON object (neither null nor an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
