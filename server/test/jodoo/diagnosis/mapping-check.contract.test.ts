import { expect, it } from 'vitest';
import { getIntegration } from '../../../src/jodoo/integrations.ts';
import { mappingFinding } from '../../../src/jodoo/diagnosis/mapping-check.ts';
import type { Finding } from '../../../src/jodoo/diagnosis/types.ts';
import type { TestApp } from '../../support/app.ts';
import { onEachEngine } from '../../support/engines.ts';
import { createPartner } from '../../support/partner.ts';

const day = 24 * 60 * 60_000;

onEachEngine('the check of the mapping', (open) => {
  async function setUp(): Promise<{
    readonly test: TestApp;
    readonly map: (username: string) => Promise<void>;
    readonly attempt: (tenantId: string, username: string) => Promise<void>;
    readonly check: () => Promise<Finding>;
  }> {
    const test = await open();
    const partner = await createPartner(test);
    const { id: vendorId } = partner.vendor.vendor;
    const member = await test.accounts.member(vendorId, partner.customer.id);
    const make = async (path: string, body: object): Promise<{ id: string }> =>
      (await test.api(partner.vendor.apiKey, 'POST', `/api/v1${path}`, body)).json();
    const { id } = await make('/jodoo-integrations', {
      customer: partner.customer.id,
      name: 'Jodoo',
      suiteId: 'suite_1',
      suiteSecret: 'secret',
      authorizationUrl: 'https://www.jodoo.com/authorize',
      trustedDomains: 'inlay.test',
    });
    return {
      test,
      map: async (username) =>
        void (await make('/jodoo-members', { integration: id, tenantId: 't1', username, member: member.id })),
      attempt: async (tenantId, username) => {
        const code = 'jodoo_member_unmapped';
        const detail = { tenantId, username };
        const entry = { vendorId, target: id, actor: 'jodoo', action: 'jodoo.sign_in', detail } as const;
        test.services.audit.record({ ...entry, outcome: 'refused', code });
        await test.services.audit.flush();
      },
      check: async () => {
        const { database } = test.services;
        return mappingFinding(database, await getIntegration(database, vendorId, id), test.clock.now());
      },
    };
  }

  it('counts people, and compares names exactly, in any script', async () => {
    const { map, attempt, check } = await setUp();
    for (const username of ['Änne', 'o’neil', '李雷', 'a%_b']) await map(username);
    for (const username of ['Änne', 'o’neil', '李雷', 'a%_b']) await attempt('t1', username);
    expect(await check()).toMatchObject({ outcome: 'pass', reason: expect.stringContaining('4 people') as string });
    await attempt('t1', 'O’Neil');
    await attempt('t2', 'o’neil');
    const { reason } = await check();
    expect(reason).toContain('O’Neil of tenant t1 (o’neil is mapped, in other letter case)');
    expect(reason).toMatch(/o’neil of tenant t2(?! \()/);
  });

  it('names five, counts the rest, and forgets after a week', async () => {
    const { test, map, attempt, check } = await setUp();
    await map('mara');
    for (let number = 0; number < 7; number += 1) await attempt('t1', `person-${number}`);
    expect((await check()).reason).toContain('and 2 more');
    test.clock.advance(7 * day);
    expect(await check()).toMatchObject({ outcome: 'pass' });
  });
});
