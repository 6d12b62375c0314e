import { createHash } from 'node:crypto';
import { InlayError, isPublicId } from '@inlay/shared';
import { Type } from 'typebox';
import type { TArray, TObject, TSchema, TUnsafe } from 'typebox';
import type { PageQuery } from '../accounts/customers.ts';

/** Query parameters of every list. */
export const pageParameters = {
  limit: Type.Optional(
    Type.String({ pattern: '^(?:[1-9][0-9]?|100)$', description: 'Most items of a page: 1 to 100; default 20.' }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'nextCursor of the page before.' })),
};

/** Query of a list that can be narrowed by `filters`. */
export function listQuery<Filters extends Record<string, TSchema>>(
  filters: Filters,
): TObject<typeof pageParameters & Filters> {
  return Type.Object({ ...pageParameters, ...filters }, { additionalProperties: false }) as TObject<
    typeof pageParameters & Filters
  >;
}

/** Schema of one page of a list of `item`. */
export function pageOf<Item extends TSchema>(
  item: Item,
): TObject<{ data: TArray<Item>; nextCursor: TUnsafe<string | null> }> {
  const description = 'Cursor of the next page; null on the last.';
  return Type.Object({
    data: Type.Array(item),
    nextCursor: Type.Unsafe<string | null>({ type: ['string', 'null'], description }),
  });
}

/** The filters that make one list differ from another, the vendor among them. */
export type ListName = Readonly<Record<string, string | undefined>>;

/**
 * Answers one page, newest first. `load` is asked for one item more than the page holds, which tells whether there is
 * another. A cursor says where the page before ended and is good for the same list alone; it is no secret, for what it
 * names is looked for among the vendor's own. Throws `cursor_invalid`.
 */
export async function paginate<Row extends { readonly id: string }, Item>(
  name: ListName,
  query: { readonly limit?: string; readonly cursor?: string },
  load: (page: PageQuery) => Promise<readonly Row[]>,
  toItem: (row: Row) => Item | Promise<Item>,
): Promise<{ data: Item[]; nextCursor: string | null }> {
  const limit = Number(query.limit ?? 20);
  const mark = markOf(name);
  const after = query.cursor === undefined ? {} : { after: readCursor(query.cursor, mark) };
  const rows = await load({ ...after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    data: await Promise.all(page.map(toItem)),
    nextCursor: more ? Buffer.from(`${mark}.${last.id}`).toString('base64url') : null,
  };
}

function readCursor(cursor: string, mark: string): string {
  const [found, id = ''] = Buffer.from(cursor, 'base64url').toString('latin1').split('.', 2);
  if (found !== mark || !isPublicId(id)) throw new InlayError('cursor_invalid');
  return id;
}

function markOf(name: ListName): string {
  return createHash('sha256').update(JSON.stringify(name)).digest('base64url').slice(0, 11);
}
