import { find } from '../shared/dom.js';
import { showShipments } from './shipment-rows.js';
import { onCustomer } from './workspace.js';

onCustomer(({ name, shipments }) => {
  find('#shipments-lead', HTMLElement).textContent = `${shipments.length} shipments of ${name} that moved lately`;
  showShipments(find('#shipments', HTMLElement), shipments);
});
