import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { hostNames } from '../src/harness/world.ts';
import type { World } from '../src/harness/world.ts';
import { connectKey, frameIn } from '../src/harness/frame-actions.ts';
import { iframeTag, serveHostPage } from '../src/harness/host-page.ts';
import { serveSdkPage } from '../src/harness/sdk-page.ts';
import { expect, test } from './test.ts';

const host = hostNames.partner;

async function newLink(world: World): Promise<string> {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  return world.partner.link({ customer: customer.id });
}

/** How the server answered what was asked for with the link. */
function answersTo(world: World, link: string): readonly (readonly [purpose: unknown, status: number | undefined])[] {
  const { pathname, search } = new URL(link);
  return world.proxy.seen
    .filter(({ target }) => target === pathname + search)
    .map(({ headers, status }) => [headers['sec-fetch-dest'], status]);
}

test('A49: the token leaves the address at once, and nothing that is asked for later carries it', async ({
  page,
  world,
}) => {
  const customer = await world.partner.customer([world.sites.origin(host)]);
  await page.goto(serveSdkPage(world, [{ link: { customer: customer.id } }], { host }).address);
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
  const [, inner] = page.frames();
  expect(inner?.url()).toBe(`${world.origin}/embedded/connections`);
  expect(await page.locator('iframe').evaluate((iframe) => iframe.outerHTML)).not.toContain('token');
  await connectKey(frameIn(page), world.provider);

  const [peek, ...later] = world.proxy.seen.filter(({ headers }) => headers.host === new URL(world.origin).host);
  const withToken = later.filter(({ target }) => target.includes('token='));
  const opened = peek?.target.includes('token=') ? peek : withToken[0];
  const token = new URL(opened?.target ?? '', world.origin).searchParams.get('token') ?? '';
  expect(token).toMatch(/^eyJ/);
  const afterwards = world.proxy.seen.filter((request) => request !== opened);
  for (const { target, headers } of afterwards) {
    expect(target).not.toContain(token);
    expect(JSON.stringify(headers)).not.toContain(token);
    expect(headers.cookie).toBeUndefined();
  }
  const ours = afterwards.filter(({ target }) => /^\/(?:embed|direct_link)/.test(target));
  expect(ours.length).toBeGreaterThan(3);
  for (const { headers } of ours) expect(headers.referer).toBeUndefined();
  expect(world.inlay.log()).not.toContain(token);
  // Back leads to what was before the frame, not to the link.
  await frameIn(page).getByRole('button', { name: 'Done' }).click();
  await frameIn(page).getByRole('heading', { name: 'Your connections' }).waitFor();
  await frameIn(page)
    .locator('html')
    .evaluate(() => history.back());
  await frameIn(page).getByRole('heading', { name: 'Your connections' }).waitFor();
  expect(page.frames().map((frame) => frame.url())).toEqual([page.url(), `${world.origin}/embedded/connections`]);
  expect(world.proxy.seen.filter(({ target }) => target.includes(token))).toEqual([opened]);
});

test('A51: prefetching a link, asking for its head and showing it as something else spend nothing', async ({
  page,
  world,
  guard,
}) => {
  guard.expect(/MIME type|ORB|CORS|ERR_/);
  const link = await newLink(world);
  const script = `
    const link = ${JSON.stringify(link)};
    const prefetch = Object.assign(document.createElement('link'), { rel: 'prefetch', href: link, as: 'document' });
    const image = Object.assign(document.createElement('img'), { src: link, alt: '' });
    const script = Object.assign(document.createElement('script'), { src: link });
    const object = Object.assign(document.createElement('object'), { data: link });
    document.head.append(prefetch);
    document.body.append(image, script, object);
    fetch(link, { mode: 'no-cors' }).catch(() => {});
    fetch(link, { mode: 'no-cors', method: 'HEAD' }).catch(() => {});
  `;
  await page.goto(serveHostPage(world.sites, { host, script }));
  await expect
    .poll(() => answersTo(world, link).filter(([, status]) => status !== undefined).length, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(5);
  const destinations = answersTo(world, link).map(([destination]) => destination);
  expect(destinations).toEqual(expect.arrayContaining(['image', 'script', 'empty']));
  const { pathname, search } = new URL(link);
  expect(world.proxy.seen.some(({ headers }) => headers['sec-purpose']?.includes('prefetch'))).toBe(true);
  const preview = { accept: 'text/html', range: 'bytes=0-1023', 'user-agent': 'LinkPreview/1.0' };
  const [looked] = (await once(
    get({ host: '127.0.0.1', port: world.inlay.port, path: pathname + search, headers: preview }),
    'response',
  )) as [IncomingMessage];
  expect(looked.resume().statusCode).toBe(200);
  await page.goto(serveHostPage(world.sites, { host, body: iframeTag(link) }));
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
});

test('A51: a scanner that runs scripts opens a link and spends nothing; a person who goes on is let in', async ({
  page,
  context,
  world,
}) => {
  const link = await newLink(world);
  const scanner = await context.newPage();
  await scanner.goto(link);
  await scanner.getByRole('button', { name: 'Continue' }).waitFor();
  await scanner.waitForLoadState('networkidle');
  expect(world.proxy.seen.filter(({ method }) => method === 'POST')).toEqual([]);
  expect(new URL(scanner.url()).search).toBe('');

  await page.goto(link);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Connections', exact: true }).waitFor();
  // The scanner is too late.
  await scanner.getByRole('button', { name: 'Continue' }).click();
  await expect(scanner.getByRole('alert')).toContainText('jti_reused');
});

test('a link that was used is refused in a second frame, and the first goes on', async ({ page, world }) => {
  const link = await newLink(world);
  const script = `document.body.append(document.querySelector('iframe').cloneNode())`;
  await page.goto(serveHostPage(world.sites, { host, body: iframeTag(link), script: `onclick = () => ${script}` }));
  await frameIn(page).getByRole('heading', { name: 'Connections' }).waitFor();
  await page.evaluate(script);
  await expect(frameIn(page, 1).getByText('jti_reused', { exact: true })).toBeVisible();
  await connectKey(frameIn(page), world.provider);
});
