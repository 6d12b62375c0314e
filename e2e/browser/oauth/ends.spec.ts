import type { FrameLocator, Page } from '@playwright/test';
import { endsTold, errorsTold, goOnAs, openLogin, press } from '../../src/harness/authorize.ts';
import { loginProvider } from '../../src/harness/login-site.ts';
import type { World } from '../../src/harness/world.ts';
import { expect, test } from '../test.ts';

test.afterEach(({ world }) => world.login.behave());

/** Has the login site lead back at once, with `answer` and whatever else an answer holds. */
function leadBack(world: World, answer: Readonly<Record<string, string>>): void {
  world.login.behave((request, response) => {
    const asked = new URL(request.url ?? '', world.login.issuer);
    if (asked.pathname !== '/auth') return false;
    const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
    const parameters = { state: asked.searchParams.get('state') ?? '', iss: world.login.issuer, ...answer };
    for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
    response.writeHead(303, { location: back.href }).end();
    return true;
  });
}

/** Shows that the frame says what happened, tells the host once, and that one can connect from there. */
async function canStartAgain(page: Page, frame: FrameLocator, code: string, title: string): Promise<void> {
  await expect(frame.getByRole('alert')).toContainText(title);
  await expect(frame.getByRole('alert')).toContainText(code);
  expect(await errorsTold(page)).toEqual([code]);
  await goOnAs(await press(page, frame), 'Ada');
  await expect(frame.getByText(`${loginProvider.name} is connected`).first()).toBeVisible();
  expect(await errorsTold(page)).toEqual([code]);
}

test('denied: the window and the frame say so, and one can start again', async ({ page, world }) => {
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await goOnAs(window, 'nobody');
  await expect(window.getByRole('heading', { name: 'Access was not granted' })).toBeVisible();
  await expect(window.getByText('You can close this window.')).toBeHidden();
  await Promise.all([window.waitForEvent('close'), window.getByRole('button', { name: 'Close this window' }).click()]);
  await canStartAgain(page, frame, 'authorization_denied', 'Access was not granted');
});

for (const [error, code, title] of [
  ['server_error', 'provider_unavailable', 'The service does not answer'],
  ['temporarily_unavailable', 'provider_unavailable', 'The service does not answer'],
  ['invalid_scope', 'authorization_failed', 'Connecting did not work'],
  ['unauthorized_client', 'provider_not_configured', 'This service cannot be connected here'],
] as const) {
  test(`the provider answers ${error}: ${code}`, async ({ page, world }) => {
    leadBack(world, { error });
    const frame = await openLogin(page, world);
    const window = await press(page, frame);
    await expect(window.getByRole('heading', { name: title })).toBeVisible();
    await expect(frame.getByRole('alert')).toContainText(title);
    world.login.behave();
    await canStartAgain(page, frame, code, title);
  });
}

test('A55, A57: an answer that names another issuer is refused before any exchange', async ({ page, world }) => {
  leadBack(world, { code: 'stolen', iss: 'https://attacker.example' });
  const before = world.login.exchanges();
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await expect(window.getByRole('heading', { name: 'This window belongs to another attempt' })).toBeVisible();
  expect(world.login.exchanges()).toBe(before);
  world.login.behave();
  await canStartAgain(page, frame, 'state_mismatch', 'This window belongs to another attempt');
});

test('the provider’s token endpoint is down: provider_unavailable', async ({ page, world }) => {
  world.login.behave((request, response) => {
    if (request.url !== '/token') return false;
    response.writeHead(503).end();
    return true;
  });
  const frame = await openLogin(page, world);
  await goOnAs(await press(page, frame), 'Ada');
  await expect(frame.getByRole('alert')).toContainText('provider_unavailable');
  world.login.behave();
  await press(page, frame);
  await expect(frame.getByText('ada@login.example')).toBeVisible();
  expect(await errorsTold(page)).toEqual(['provider_unavailable']);
});

test('timed out: the frame says so, and one can start again', async ({ page, world }) => {
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await window.getByRole('heading', { name: 'Log in' }).waitFor();
  // Ten minutes later the server would say so; here its proxy does.
  world.proxy.intercept((request, response) => {
    const id = /^\/embed\/v1\/authorizations\/([\w-]+)$/.exec(request.url ?? '')?.[1];
    if (id === undefined || request.method !== 'GET') return false;
    const words = { title: 'This took too long', action: 'Nothing has changed. Start again.' };
    const error = { code: 'authorization_timeout', message: 'This took too long.', ...words, retryable: true };
    const times = { expiresAt: new Date().toISOString() };
    const state = { id, provider: loginProvider.id, connection: null, status: 'failed', ...times };
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ...state, error: { ...error, requestId: 'req_1' } }));
    return true;
  });
  await expect(frame.getByRole('alert')).toContainText('This took too long');
  world.proxy.intercept(undefined);
  await window.close();
  await canStartAgain(page, frame, 'authorization_timeout', 'This took too long');
});

test('cancelled in the frame: the window closes, and the frame says that nothing has changed', async ({
  page,
  world,
}) => {
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await window.getByRole('heading', { name: 'Log in' }).waitFor();
  await Promise.all([window.waitForEvent('close'), frame.getByRole('button', { name: 'Cancel' }).click()]);
  await canStartAgain(page, frame, 'popup_closed', 'The window was closed');
});

test('closed early: a hidden window would look the same, so the frame waits, and opens it again', async ({
  page,
  world,
}) => {
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await window.getByRole('heading', { name: 'Log in' }).waitFor();
  await window.close();
  const again = await press(page, frame, 'Open it again');
  await expect(frame.getByRole('button', { name: 'Show the window' })).toBeVisible();
  await goOnAs(again, 'Ada');
  await expect(frame.getByText('ada@login.example')).toBeVisible();
  expect(await endsTold(page)).toEqual(['connecting', 'connected']);
});

test('closed late: the frame says so', async ({ page, world }) => {
  await page.clock.install();
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await window.getByRole('heading', { name: 'Log in' }).waitFor();
  await frame.getByRole('heading', { name: 'Go on in the other window' }).waitFor();
  await page.clock.fastForward(6_000);
  await window.close();
  await expect(frame.getByRole('button', { name: 'Open it again' })).toBeVisible();
  await page.clock.fastForward(4_000);
  await canStartAgain(page, frame, 'popup_closed', 'The window was closed');
});
