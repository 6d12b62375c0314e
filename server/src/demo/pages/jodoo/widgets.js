import { createBarChart } from '../shared/bar-chart.js';
import { make } from '../shared/dom.js';

/** @type {readonly (readonly string[])[]} */
const orders = [
  ['HP-20418', 'Ingrid Dahl', '2 articles', 'New', '€ 312.00'],
  ['HP-20417', 'Café Nord', '14 articles', 'To be packed', '€ 1,904.50'],
  ['HP-20416', 'Tomás Vega', '1 article', 'To be packed', '€ 89.00'],
  ['HP-20413', 'Studio Weiss', '6 articles', 'Waits for payment', '€ 740.00'],
  ['HP-20411', 'Aoife Byrne', '3 articles', 'Shipped', '€ 205.90'],
];

const chart = document.querySelector('#orders');
if (chart instanceof SVGElement) createBarChart(chart)([18, 24, 21, 29, 32, 14, 11, 26, 30, 27, 34, 36, 19, 23]);

document
  .querySelector('#order-rows')
  ?.replaceChildren(
    ...orders.map(([number = '', customer = '', articles = '', state = '', total = '']) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, number),
        make('td', {}, customer),
        make('td', {}, articles),
        make('td', {}, make('span', { class: 'state', 'data-state': state }, state)),
        make('td', { class: 'end' }, total),
      ),
    ),
  );

const delivery = document.querySelector('#delivery');
delivery?.addEventListener('submit', (event) => {
  // Nothing is kept: the form is here for what it frames.
  event.preventDefault();
  const said = document.querySelector('#submitted');
  if (said) said.textContent = 'Submitted.';
});
