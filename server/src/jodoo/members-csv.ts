import { InlayError, parseReference } from '@inlay/shared';
import type { ErrorDetail } from '@inlay/shared';

/** A mapping as lists for import and export have it. */
export interface MappingEntry {
  readonly tenantId: string;
  readonly username: string;
  /** Member id, or `E` and the vendor's own id. */
  readonly member: string;
  readonly disabled?: boolean;
}

const columns = ['tenant_id', 'username', 'member', 'disabled'] as const;
/** Faults that are told at once. */
const detailsMax = 20;

/** Writes mappings as CSV (RFC 4180): texts exactly as they are, quoted where they must be. */
export function writeMembersCsv(entries: readonly MappingEntry[]): string {
  const lines = entries.map(({ tenantId, username, member, disabled = false }) =>
    [tenantId, username, member, String(disabled)].map(quote).join(','),
  );
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/**
 * Reads CSV (RFC 4180) whose first line names the columns, in whatever order; `disabled` may be left out. Throws
 * `request_invalid` with every fault and its line.
 */
export function readMembersCsv(text: string): MappingEntry[] {
  const [names = [], ...rows] = readRecords(text.replace(/^\u{feff}/u, ''));
  const unknown = names.filter((name) => !columns.some((column) => column === name));
  const missing = columns.slice(0, 3).filter((column) => !names.includes(column));
  if (unknown.length > 0 || missing.length > 0 || new Set(names).size !== names.length) {
    refuse([{ path: '', message: `the first line must be ${columns.join(',')}` }]);
  }
  const details: ErrorDetail[] = [];
  const entries = rows.map((cells, index) => {
    const of = (column: (typeof columns)[number]): string => cells[names.indexOf(column)] ?? '';
    const fault = (message: string): void => void details.push({ path: `/members/${index}`, message });
    if (cells.length !== names.length) fault(`has ${cells.length} cells in place of ${names.length}`);
    const disabled = of('disabled').toLowerCase();
    if (!['', 'true', 'false'].includes(disabled)) fault('disabled must be true or false');
    if (parseReference(of('member')) === undefined) fault('member must be an id, or E and your own id');
    return {
      tenantId: of('tenant_id'),
      username: of('username'),
      member: of('member'),
      disabled: disabled === 'true',
    };
  });
  if (details.length > 0) refuse(details);
  return entries;
}

function refuse(details: readonly ErrorDetail[]): never {
  throw new InlayError('request_invalid', { details: details.slice(0, detailsMax) });
}

function quote(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The records of a CSV text; lines without anything in them are none. */
function readRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  // A cell: quoted, or without quotes, commas and line ends; and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  while (cell.lastIndex < text.length || record.length > 0) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) refuse([{ path: '', message: `the quotes are wrong near character ${at + 1}` }]);
    const [, quoted, plain = '', end] = match;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  return records;
}
