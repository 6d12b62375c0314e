import { createBarChart } from '../shared/bar-chart.js';
import { find } from '../shared/dom.js';
import { showShipments } from './shipment-rows.js';
import { onCustomer } from './workspace.js';

const drawParcels = createBarChart(find('#parcels', SVGElement));
const numbers = new Intl.NumberFormat('en');

onCustomer((customer) => {
  find('#overview-lead', HTMLElement).textContent = `${customer.name}, the last 14 days`;
  for (const [name, value] of Object.entries(customer.figures)) {
    const shown = typeof value === 'number' ? numbers.format(value) : value;
    for (const place of document.querySelectorAll(`[data-figure="${name}"]`)) place.textContent = shown;
  }
  drawParcels(customer.days);
  showShipments(find('#shipments', HTMLElement), customer.shipments.slice(0, 4));
});
