import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { listen } from '../support/http.ts';
import type { HttpAnswer, HttpClient } from '../support/http.ts';
import { createPartner } from '../support/partner.ts';
import type { Partner } from '../support/partner.ts';

let test: TestApp;
let http: HttpClient;
let partner: Partner;

beforeAll(async () => {
  test = await createTestApp();
  http = await listen(test);
  partner = await createPartner(test);
});
afterAll(() => test.close());

const redeem = (token: string, headers?: Record<string, string>): Promise<HttpAnswer> =>
  http.post('/direct_link/redeem', { token, path: '/embedded/connections' }, headers);
const codeOf = ({ body }: HttpAnswer): unknown => (JSON.parse(body) as { error?: { code: string } }).error?.code;

it('A01: of 100 at once exactly one wins, 200 times over', async () => {
  for (let round = 0; round < 200; round++) {
    const token = partner.token();
    const answers = await Promise.all(Array.from({ length: 100 }, () => redeem(token)));
    const winners = answers.filter(({ status }) => status === 200);
    const losers = answers.filter((answer) => answer.status === 409 && codeOf(answer) === 'jti_reused');
    expect([winners.length, losers.length]).toEqual([1, 99]);
  }
}, 120_000);
