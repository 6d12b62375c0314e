/** An account at the demo's provider. Its keys open nothing but this demo, so they stand here for all to read. */
export interface MailAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly keys: readonly MailKey[];
}

export interface MailKey {
  readonly name: string;
  readonly key: string;
  readonly revoked: boolean;
}

/** Two accounts: a connection of one does not reconnect with a key of the other. */
export const mailAccounts: readonly MailAccount[] = [
  {
    id: 'acc_1042',
    email: 'orders@harborpine.example',
    name: 'Harbor & Pine, orders',
    keys: [
      { name: 'Tidewater', key: 'acme_demo_7Qm2vXc9RtLw4KsZ', revoked: false },
      { name: 'Old website', key: 'acme_demo_0Ld1wEb5ItE8xYzA', revoked: true },
    ],
  },
  {
    id: 'acc_2077',
    email: 'press@harborpine.example',
    name: 'Harbor & Pine, press',
    keys: [{ name: 'Newsletter', key: 'acme_demo_3Nw8sLt6TrPq1BdF', revoked: false }],
  },
];

/** An account of the service that one authorises in its own window. */
export interface CalendarAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly initials: string;
}

/** Two accounts: reconnecting with the other one is refused. */
export const calendarAccounts: readonly [CalendarAccount, CalendarAccount] = [
  { id: 'cal_5120', email: 'deliveries@harborpine.example', name: 'Harbor & Pine, deliveries', initials: 'HP' },
  { id: 'cal_5388', email: 'workshop@harborpine.example', name: 'Harbor & Pine, workshop', initials: 'WS' },
];

/** Sign-in at the provider's second service, which knows user names and passwords. */
export const warehouseAccount = {
  id: 'whs_311',
  email: 'dock4@harborpine.example',
  name: 'Harbor & Pine, dock 4',
  username: 'dock4',
  password: 'demo-correct-horse',
};
