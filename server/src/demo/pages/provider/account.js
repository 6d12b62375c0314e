import { find, make, readMeta } from '../shared/dom.js';

/**
 * @typedef {{id: string, email: string, name: string, keys: {name: string, key: string, revoked: boolean}[]}} MailAccount
 * @typedef {{id: string, email: string, name: string, username: string, password: string}} WarehouseAccount
 */

const accounts = /** @type {{mail: MailAccount[], warehouse: WarehouseAccount}} */ (readMeta('accounts'));
const said = find('#said', HTMLElement);

find('#mail-accounts', HTMLElement).append(
  ...accounts.mail.map(({ name, email, keys }) =>
    card(
      name,
      email,
      keys.map((one) => row(one.name, one.key, one.revoked)),
    ),
  ),
);

const { name, email, username, password } = accounts.warehouse;
find('#warehouse-account', HTMLElement).append(
  card(name, email, [row('User name', username), row('Password', password)]),
);

/**
 * @param {string} title
 * @param {string} note
 * @param {HTMLElement[]} rows
 */
function card(title, note, rows) {
  const head = make('div', { class: 'card-head' }, make('h3', {}, title), make('span', {}, note));
  return make('article', { class: 'card' }, head, make('ul', {}, ...rows));
}

/**
 * @param {string} label
 * @param {string} value
 * @param {boolean} [revoked]
 */
function row(label, value, revoked = false) {
  const text = make('code', {}, value);
  const item = make('li', {}, make('span', { class: 'label' }, label), text);
  if (revoked) {
    item.classList.add('revoked');
    item.append(make('span', { class: 'badge' }, 'Revoked'));
  }
  const button = make('button', { type: 'button', 'aria-label': `Copy: ${label}` }, 'Copy');
  button.addEventListener('click', () => void copy(value, text, button));
  item.append(button);
  return item;
}

/**
 * Copies a value; where the clipboard is refused, selects it, so that one key press copies it.
 * @param {string} value
 * @param {HTMLElement} shown
 * @param {HTMLButtonElement} button
 */
async function copy(value, shown, button) {
  try {
    await navigator.clipboard.writeText(value);
    button.textContent = 'Copied';
    said.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 2_000);
  } catch {
    getSelection()?.selectAllChildren(shown);
    said.textContent = 'Selected; press the copy keys';
  }
}
