/** Who is signed in to the partner's app; the demo has one person, who works in every workspace. */
export const user = { name: 'Mara Lindqvist', email: 'mara@tidewater.example', initials: 'ML' };

/** A customer of the partner: a shop whose parcels Tidewater follows. `externalId` is the partner's own id of it. */
export interface DemoCustomer {
  readonly externalId: string;
  readonly name: string;
  readonly initials: string;
  readonly plan: string;
  readonly figures: {
    readonly shipped: number;
    readonly shippedChange: string;
    readonly onTime: string;
    readonly onTimeChange: string;
    readonly inTransit: number;
    readonly exceptions: number;
  };
  /** Parcels shipped on each of the last fourteen days. */
  readonly days: readonly number[];
  readonly shipments: readonly (readonly [number: string, to: string, carrier: string, status: string, due: string])[];
}

/** The workspaces one can switch between. */
export const customers: readonly DemoCustomer[] = [
  {
    externalId: 'harbor-pine',
    name: 'Harbor & Pine',
    initials: 'HP',
    plan: 'Growth',
    figures: {
      shipped: 1284,
      shippedChange: '+8.2 %',
      onTime: '96.4 %',
      onTimeChange: '+0.9 pt',
      inTransit: 312,
      exceptions: 7,
    },
    days: [74, 81, 78, 96, 102, 61, 48, 88, 93, 99, 108, 117, 70, 55],
    shipments: [
      ['TW-48213', 'Aalborg, DK', 'Nordkurier', 'Out for delivery', 'Today'],
      ['TW-48209', 'Ghent, BE', 'Parcelway', 'In transit', 'Tomorrow'],
      ['TW-48204', 'Leipzig, DE', 'Nordkurier', 'Delayed', 'Was yesterday'],
      ['TW-48198', 'Lyon, FR', 'Colis Bleu', 'Delivered', 'Yesterday'],
      ['TW-48195', 'Utrecht, NL', 'Parcelway', 'Delivered', 'Yesterday'],
      ['TW-48187', 'Malmö, SE', 'Nordkurier', 'Delivered', '2 days ago'],
    ],
  },
  {
    externalId: 'cobalt-cycles',
    name: 'Cobalt Cycles',
    initials: 'CC',
    plan: 'Scale',
    figures: {
      shipped: 438,
      shippedChange: '−2.1 %',
      onTime: '93.8 %',
      onTimeChange: '−0.4 pt',
      inTransit: 121,
      exceptions: 11,
    },
    days: [31, 28, 35, 40, 38, 20, 12, 33, 36, 29, 41, 44, 27, 24],
    shipments: [
      ['TW-77120', 'Graz, AT', 'Alpenpost', 'In transit', 'Tomorrow'],
      ['TW-77118', 'Basel, CH', 'Alpenpost', 'Held at customs', 'In 2 days'],
      ['TW-77111', 'Turin, IT', 'Parcelway', 'Out for delivery', 'Today'],
      ['TW-77104', 'Freiburg, DE', 'Nordkurier', 'Delivered', 'Yesterday'],
      ['TW-77099', 'Annecy, FR', 'Colis Bleu', 'Delivered', '2 days ago'],
    ],
  },
  {
    externalId: 'lumen-bakery',
    name: 'Lumen Bakery',
    initials: 'LB',
    plan: 'Starter',
    figures: {
      shipped: 96,
      shippedChange: '+21.5 %',
      onTime: '98.9 %',
      onTimeChange: '+1.2 pt',
      inTransit: 14,
      exceptions: 0,
    },
    days: [4, 6, 5, 7, 9, 8, 3, 6, 7, 8, 9, 11, 8, 5],
    shipments: [
      ['TW-10342', 'Cork, IE', 'Greenvan', 'Out for delivery', 'Today'],
      ['TW-10341', 'Galway, IE', 'Greenvan', 'In transit', 'Tomorrow'],
      ['TW-10338', 'Dublin, IE', 'Greenvan', 'Delivered', 'Yesterday'],
      ['TW-10335', 'Limerick, IE', 'Greenvan', 'Delivered', '2 days ago'],
    ],
  },
];

/** A customer that signed up and never confirmed: Inlay refuses its links. */
export const unconfirmedCustomer = { externalId: 'juniper-labs', name: 'Juniper Labs' };

/** The person's id within a customer: ids of members are unique within the vendor, and a member has one customer. */
export function memberOf(customer: string): string {
  return `mara@${customer}`;
}
