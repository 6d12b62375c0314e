import { find } from '../shared/dom.js';
import { createEventLog, payloadText } from '../shared/event-log.js';
import { createBrokenLinks } from './broken-links.js';
import { fetchLink } from './links.js';
import { keepSetting, readSetting } from './settings.js';
import { createToast } from './toast.js';
import { currentCustomer, onCustomer, workspace } from './workspace.js';

/** What a frame tells its host. */
const eventTypes = ['ready', 'heightChange', 'connectionStatusChange', 'error', 'navigated', 'sessionEnded', 'close'];

const place = find('#inlay', HTMLElement);
const problem = find('#frame-problem', HTMLElement);
const log = createEventLog(find('#events', HTMLElement), find('#events-empty', HTMLElement));
const toast = createToast(find('#toast', HTMLElement));
const theme = find('#theme', HTMLSelectElement);
const locale = find('#locale', HTMLSelectElement);
/** @type {DemoFrame | undefined} */
let frame;

theme.value = readSetting('theme') ?? 'auto';
locale.value = readSetting('locale') ?? 'auto';

onCustomer((customer) => {
  frame?.destroy();
  problem.hidden = true;
  frame = inlay.mount(place, {
    getLink() {
      log.add('getLink', 'POST /links', 'Tidewater’s backend');
      return fetchLink({ customer: customer.externalId });
    },
    title: `Connections of ${customer.name}`,
    theme: theme.value,
    ...(locale.value === 'auto' ? {} : { locale: locale.value }),
  });
  for (const type of eventTypes) {
    frame.on(type, (payload) => {
      log.add(type, payloadText(payload));
      react(type, payload);
    });
  }
});

/**
 * What Tidewater itself does about an event.
 * @param {string} type
 * @param {Record<string, unknown>} payload
 */
function react(type, payload) {
  if (type === 'ready') problem.hidden = true;
  if (type === 'connectionStatusChange') {
    const name = providerName(String(payload['provider']));
    if (payload['status'] === 'connected') toast(`${name} is connected. ${currentCustomer().name} can use it now.`);
    if (payload['status'] === 'disconnected') toast(`${name} is disconnected.`);
  }
  if (type === 'error' && payload['code'] === 'frame_unreachable') {
    problem.textContent = String(payload['message']);
    problem.hidden = false;
  }
}

/** @param {string} id */
function providerName(id) {
  return id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

theme.addEventListener('change', () => {
  keepSetting('theme', theme.value);
  if (theme.value === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme.value;
  frame?.update({ theme: theme.value });
});

locale.addEventListener('change', () => {
  keepSetting('locale', locale.value);
  frame?.update({ locale: locale.value === 'auto' ? navigator.language : locale.value });
});

for (const button of document.querySelectorAll('[data-navigate]')) {
  button.addEventListener('click', () => frame?.navigate(button.getAttribute('data-navigate') ?? ''));
}
find('#renew', HTMLButtonElement).addEventListener('click', () => frame?.renew());
find('#clear', HTMLButtonElement).addEventListener('click', () => log.clear());

const brokenLinks = createBrokenLinks(find('#broken-link', HTMLDialogElement), workspace.inlay, (type, payload) =>
  log.add(type, payloadText(payload), 'broken link'),
);
for (const button of document.querySelectorAll('[data-broken]')) {
  button.addEventListener('click', () => void brokenLinks.open(button.getAttribute('data-broken') ?? ''));
}
