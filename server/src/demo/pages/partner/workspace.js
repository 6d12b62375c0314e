import { readMeta } from '../shared/dom.js';
import { keepSetting, readSetting } from './settings.js';

/**
 * @typedef {object} Customer
 * @property {string} externalId
 * @property {string} name
 * @property {string} initials
 * @property {string} plan
 * @property {Record<string, string | number>} figures
 * @property {number[]} days
 * @property {string[][]} shipments
 */

/**
 * @typedef {object} Workspace
 * @property {{name: string, email: string, initials: string}} user
 * @property {Customer[]} customers
 * @property {string} inlay Origin of Inlay.
 * @property {string} provider Origin of the provider.
 */

/** Who is signed in, and the customers among which one can switch. */
export const workspace = /** @type {Workspace} */ (readMeta('workspace'));

let current = findCustomer(readSetting('customer'));
/** @type {Set<(customer: Customer) => void>} */
const listeners = new Set();

/** The customer that is shown. */
export function currentCustomer() {
  return current;
}

/**
 * Shows another customer, on this page and on the next.
 * @param {string} externalId
 */
export function switchCustomer(externalId) {
  current = findCustomer(externalId);
  keepSetting('customer', current.externalId);
  for (const listener of listeners) listener(current);
}

/**
 * Calls `listener` with the customer that is shown, now and after each change.
 * @param {(customer: Customer) => void} listener
 */
export function onCustomer(listener) {
  listeners.add(listener);
  listener(current);
}

/** @param {string | undefined} externalId */
function findCustomer(externalId) {
  const customer = workspace.customers.find((one) => one.externalId === externalId) ?? workspace.customers[0];
  if (customer === undefined) throw new TypeError('the workspace has no customer');
  return customer;
}
