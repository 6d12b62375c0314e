import { expect, it } from 'vitest';
import { createPartner } from '../support/partner.ts';
import { onEachEngine } from '../support/engines.ts';

const rowsOfOneStatement = 500;

onEachEngine('the sweep of old sessions', (open) => {
  it('A03: removes any number in steps, and refuses links as old as those it forgot', async () => {
    const test = await open();
    const { services, clock } = test;
    const partner = await createPartner(test);
    const redemption = await test.app.inject({
      method: 'POST',
      url: '/direct_link/redeem',
      payload: { token: partner.token() },
    });
    expect(redemption.statusCode).toBe(200);
    const row = await services.database.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
    for (let from = 0; from < 2_500; from += rowsOfOneStatement) {
      const rows = Array.from({ length: rowsOfOneStatement }, (_, index) => {
        const name = `old-${from + index}`;
        return { ...row, link: name, id: name, keep_until: 1, link_iat: 1_000 + from + index };
      });
      await services.database.insertInto('sessions').values(rows).execute();
    }
    expect(await services.sessionStore.sweep(clock.now())).toBe(2_500);
    expect(await services.sessionStore.sweep(clock.now())).toBe(0);
    expect(await services.database.selectFrom('sessions').select('id').execute()).toEqual([{ id: row.id }]);
    expect(await services.sessionStore.linkState('never-seen', 3_499)).toBe('forgotten');
    expect(await services.sessionStore.linkState('never-seen', 3_500)).toBe('fresh');
  });
});
