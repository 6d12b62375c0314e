import { make } from '../shared/dom.js';

/** @type {Readonly<Record<string, string>>} */
const tones = { Delivered: 'good', Delayed: 'bad', 'Held at customs': 'warn' };

/**
 * Fills a table's body with shipments.
 * @param {HTMLElement} body
 * @param {readonly string[][]} shipments
 */
export function showShipments(body, shipments) {
  body.replaceChildren(
    ...shipments.map(([number = '', to = '', carrier = '', status = '', due = '']) => {
      const badge = make('span', { class: 'badge', 'data-tone': tones[status] ?? 'plain' }, status);
      return make(
        'tr',
        {},
        make('th', { scope: 'row' }, number),
        make('td', {}, to),
        make('td', {}, carrier),
        make('td', {}, badge),
        make('td', {}, due),
      );
    }),
  );
}
