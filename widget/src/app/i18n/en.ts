/** English texts of the frame. Every other language has exactly these members. */
export const en = {
  connections: 'Connections',
  customer: (name: string) => `For ${name}`,
  search: 'Search apps',
  clearSearch: 'Clear search',
  yours: 'Your connections',
  available: 'Available apps',
  found: (count: number, plural: Intl.LDMLPluralRule) => (plural === 'one' ? `${count} app` : `${count} apps`),
  noMatch: (text: string) => `Nothing matches “${text}”`,
  empty: 'No apps to connect yet',
  emptyHint: 'The app you came from has not turned any on. They will appear here when it does.',

  status: {
    disconnected: 'Not connected',
    connecting: 'Connecting',
    connected: 'Connected',
    expired: 'Needs reconnecting',
    error: 'Needs attention',
  },
  account: 'Account',
  reference: 'Reference',
  expiredHint: (name: string) => `${name} no longer accepts the saved details. Reconnect to go on.`,
  disconnectedHint: (name: string) => `${name} is not connected now. Connect it again at any time.`,

  connect: 'Connect',
  connectTo: (name: string) => `Connect ${name}`,
  connecting: 'Connecting…',
  reconnect: 'Reconnect',
  reconnectTo: (name: string) => `Reconnect ${name}`,
  anotherAccount: 'Connect another account',
  disconnect: 'Disconnect',
  disconnecting: 'Disconnecting…',
  disconnectAsk: (name: string) => `Disconnect ${name}?`,
  disconnectHint: 'Whatever relies on this connection stops until it is connected again.',
  keep: 'Keep connected',
  cancel: 'Cancel',
  done: 'Done',
  isConnected: (name: string) => `${name} is connected`,
  isDisconnected: (name: string) => `${name} is disconnected`,
  sealed: 'Stored encrypted, never shown again',
  help: (name: string) => `Where to find this in ${name}`,
  newTab: '(opens in a new tab)',
  optional: 'optional',
  show: 'Show',
  hide: 'Hide',

  required: 'This is needed',
  badUrl: 'Enter a web address that starts with https://',
  badEmail: 'Enter an e-mail address, like name@example.com',
  badPattern: 'This does not look right. Check that it is complete',
  tooLong: (count: string) => `Use ${count} characters at most`,

  back: 'Back',
  retry: 'Try again',
  retrying: 'Trying again…',
  copy: 'Copy',
  copied: 'Copied',

  offline: 'You are offline. What you typed is kept.',
  renewing: 'Renewing your session. What you typed is kept.',
  ended: 'Your session has ended',
  endedHint: 'To go on, close this page and open it again from the app you came from. What was saved is kept.',
  continueTitle: 'Continue to your connections',
  continueHint: 'This link works once, and only for a short time.',
  continue: 'Continue',

  faults: {
    absent: {
      title: 'There is nothing here',
      action: 'It may have been removed, or is not on offer. Go back to see what is.',
    },
    offline: { title: 'You are offline', action: 'Check your internet connection, then try again.' },
    unreachable: { title: 'The service cannot be reached', action: 'Wait a moment, then try again.' },
    unreadable: {
      title: 'Something went wrong',
      action: 'Try again. If it stays so, tell the people who run the app you came from.',
    },
  },
};

/** The texts of the frame, in some language. */
export type Messages = typeof en;
