import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/app/boot.ts';

describe('readConfig', () => {
  const page = (content: string | null) =>
    ({ querySelector: () => (content === null ? null : { getAttribute: () => content }) }) as unknown as Document;

  it('reads what the server wrote', () => {
    expect(readConfig(page('{"path":"/embedded/connections"}'))).toEqual({ path: '/embedded/connections' });
  });

  it.each([null, '', '{', '[]', 'null', '"text"'])('finds nothing in %s', (content) => {
    expect(readConfig(page(content))).toBeUndefined();
  });
});
