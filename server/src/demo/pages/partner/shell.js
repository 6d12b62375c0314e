import { find, make } from '../shared/dom.js';
import { currentCustomer, onCustomer, switchCustomer, workspace } from './workspace.js';

const switcher = find('#customer', HTMLSelectElement);
for (const { externalId, name } of workspace.customers) switcher.append(make('option', { value: externalId }, name));
switcher.value = currentCustomer().externalId;
switcher.addEventListener('change', () => switchCustomer(switcher.value));

onCustomer(({ initials, plan }) => {
  find('#customer-mark', HTMLElement).textContent = initials;
  find('#customer-plan', HTMLElement).textContent = `${plan} plan`;
});

find('#user-mark', HTMLElement).textContent = workspace.user.initials;
find('#user-name', HTMLElement).textContent = workspace.user.name;
find('#user-email', HTMLElement).textContent = workspace.user.email;

for (const link of document.querySelectorAll('.nav a')) {
  if (link.getAttribute('href') === location.pathname) link.setAttribute('aria-current', 'page');
}
