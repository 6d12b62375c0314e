import { chromium } from '@playwright/test';
import {
  customerOf,
  endsTold,
  errorsTold,
  goOnAs,
  logOut,
  loginPath,
  openLogin,
  press,
} from '../../src/harness/authorize.ts';
import { chromiumOptions } from '../../src/harness/chromium.ts';
import { frameIn } from '../../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../../src/harness/host-page.ts';
import { loginProvider } from '../../src/harness/login-site.ts';
import { heardBy } from '../../src/harness/reading.ts';
import { serveSdkPage } from '../../src/harness/sdk-page.ts';
import { hostNames } from '../../src/harness/world.ts';
import { expect, test } from '../test.ts';

const { name } = loginProvider;
const host = hostNames.partner;

test.afterEach(({ world }) => {
  world.login.behave();
  world.login.hide(false);
});

test('a provider with Cross-Origin-Opener-Policy: same-origin hides its window, and is connected', async ({
  page,
  world,
}) => {
  world.login.hide(true);
  const frame = await openLogin(page, world);
  const window = await press(page, frame);
  await expect(frame.getByRole('button', { name: 'Open it again' })).toBeVisible();
  await goOnAs(window, 'Ada');
  await expect(frame.getByText(`${name} is connected`).first()).toBeVisible();
  expect(await endsTold(page)).toEqual(['connecting', 'connected']);
});

test('a host with Cross-Origin-Opener-Policy: same-origin gets no window in hand, and the frame connects', async ({
  page,
  world,
}) => {
  const frame = await openLogin(page, world, { 'cross-origin-opener-policy': 'same-origin' });
  const window = await press(page, frame);
  await expect(frame.getByRole('button', { name: 'Open it again' })).toBeVisible();
  await expect(frame.getByText('The browser blocked the window')).toBeHidden();
  await goOnAs(window, 'Ada');
  await expect(frame.getByText(`${name} is connected`).first()).toBeVisible();
  expect(await endsTold(page)).toEqual(['connecting', 'connected']);
});

test('Chromium blocks the window: the frame says so, and a second gesture opens it', async ({ world }) => {
  const browser = await chromium.launch({ ...chromiumOptions(), ignoreDefaultArgs: ['--disable-popup-blocking'] });
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-US' });
  const page = await context.newPage();
  // A click by a script is nobody's gesture, as long as nothing else looks into the frame: that would count as one.
  await page.addInitScript(() => {
    const timer = setInterval(() => {
      const button = document.querySelector<HTMLElement>('form .button.main');
      if (button === null) return;
      clearInterval(timer);
      button.click();
      console.log('pressed by nobody');
    }, 50);
  });
  const pressed = page.waitForEvent('console', (message) => message.text() === 'pressed by nobody');
  const frames = [{ link: { customer: await customerOf(world), path: loginPath } }];
  await page.goto(serveSdkPage(world, frames, { host }).address);
  await pressed;
  const frame = frameIn(page);
  await expect(frame.getByRole('heading', { name: 'The browser blocked the window' })).toBeVisible();
  expect(context.pages()).toHaveLength(1);
  expect(await errorsTold(page)).toEqual(['popup_blocked']);
  const opened = context.waitForEvent('page');
  await frame.getByRole('link', { name: 'Open the window' }).click();
  const window = await opened;
  await expect(frame.getByRole('button', { name: 'Show the window' })).toBeVisible();
  await Promise.all([window.waitForEvent('close'), goOnAs(window, 'Ada')]);
  await expect(frame.getByText(`${name} is connected`).first()).toBeVisible();
  expect(await errorsTold(page)).toEqual(['popup_blocked']);
  await browser.close();
});

test('A62: a sandbox lets no window open: its address, copied into a tab, asks first and then connects', async ({
  page,
  context,
  world,
  guard,
}) => {
  guard.expect(/Blocked opening/);
  const customer = await customerOf(world);
  const sandbox = 'sandbox="allow-scripts allow-same-origin allow-forms"';
  const body = async () => iframeTag(await world.partner.link({ customer, path: loginPath }), sandbox);
  await page.goto(serveHostPage(world.sites, { host, style: 'iframe { height: 480px }', body }));
  const frame = frameIn(page);
  await frame.getByRole('button', { name: `Connect ${name}` }).click();
  await expect(frame.getByRole('heading', { name: 'The browser blocked the window' })).toBeVisible();
  await frame.getByRole('link', { name: 'Open the window' }).click();
  const address = (await frame.locator('.away code').first().textContent()) ?? '';
  expect(address.startsWith(`${world.origin}/oauth/start/`)).toBe(true);

  const tab = await context.newPage();
  await tab.goto(address);
  await expect(tab.getByRole('main')).toContainText('Acme Ltd');
  await expect(tab.getByRole('main')).toContainText('Partner Inc');
  await expect(frame.getByRole('heading', { name: 'The browser blocked the window' })).toBeVisible();
  await tab.getByRole('button').click();
  await expect(frame.getByRole('heading', { name: 'Go on in the other window' })).toBeVisible();
  await goOnAs(tab, 'Ada');
  await expect(frame.getByText(`${name} is connected`).first()).toBeVisible();
  const errors = (await heardBy(page)).filter(({ type }) => type === 'error');
  expect(errors.map(({ payload }) => payload['code'])).toEqual(['popup_blocked']);
});

test('a sandbox that lets windows open, and out of it, is as good as none', async ({ page, world }) => {
  const customer = await customerOf(world);
  const sandbox = 'sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox"';
  const body = async () => iframeTag(await world.partner.link({ customer, path: loginPath }), sandbox);
  await page.goto(serveHostPage(world.sites, { host, style: 'iframe { height: 480px }', body }));
  const frame = frameIn(page);
  await goOnAs(await press(page, frame), 'Ada');
  await expect(frame.getByText(`${name} is connected`).first()).toBeVisible();
});

test('two windows at once come to two ends, each in its own frame', async ({ page, context, world }) => {
  const frame = await openLogin(page, world);
  const other = await context.newPage();
  const otherFrame = await openLogin(other, world);
  const [window, otherWindow] = [await press(page, frame), await press(other, otherFrame)];
  await goOnAs(otherWindow, 'nobody');
  await goOnAs(window, 'Ada');
  await expect(frame.getByText(`${name} is connected`).first()).toBeVisible();
  await expect(otherFrame.getByRole('alert')).toContainText('authorization_denied');
  expect(await errorsTold(page)).toEqual([]);
  expect(await errorsTold(other)).toEqual(['authorization_denied']);
});

test('A56: Back, reload and a repeated callback show the outcome again, and nothing is exchanged twice', async ({
  page,
  context,
  world,
}) => {
  const frame = await openLogin(page, world);
  await goOnAs(await press(page, frame), 'Ada');
  await frame.getByRole('button', { name: 'Done' }).waitFor();
  await logOut(context);
  world.proxy.forget();
  const window = await press(page, frame, 'Reconnect');
  await goOnAs(window, 'Grace');
  const heading = window.getByRole('heading', { name: 'This is another account' });
  await expect(heading).toBeVisible();
  const address = window.url();
  expect(new URL(address).search).toBe('');
  const exchanges = world.login.exchanges();

  await window.reload();
  await expect(heading).toBeVisible();
  await window.goBack();
  await window.goForward();
  await expect(heading).toBeVisible();
  const callback = world.proxy.seen.find(({ target }) => target.startsWith('/oauth/callback/'))?.target ?? '';
  await window.goto(`${world.origin}${callback}`);
  await expect(heading).toBeVisible();
  expect(window.url()).toBe(address);

  const elsewhere = await context.browser()?.newContext({ ignoreHTTPSErrors: true });
  const stranger = await elsewhere?.newPage();
  await stranger?.goto(`${world.origin}${callback}`);
  await expect(stranger?.getByRole('heading') ?? heading).toHaveText('This window belongs to another attempt');
  await elsewhere?.close();
  expect(world.login.exchanges()).toBe(exchanges);
  expect(await errorsTold(page)).toEqual(['account_mismatch']);
});
