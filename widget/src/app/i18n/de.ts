import type { Messages } from './en.ts';

/** German texts of the frame. */
export const messages: Messages = {
  connections: 'Verbindungen',
  customer: (name) => `Für ${name}`,
  search: 'Apps suchen',
  clearSearch: 'Suche löschen',
  yours: 'Ihre Verbindungen',
  available: 'Verfügbare Apps',
  found: (count, plural) => (plural === 'one' ? `${count} App` : `${count} Apps`),
  noMatch: (text) => `Nichts passt zu „${text}“`,
  empty: 'Noch keine Apps zum Verbinden',
  emptyHint: 'Die App, aus der Sie kommen, hat noch keine freigegeben. Sobald das geschieht, erscheinen sie hier.',

  status: {
    disconnected: 'Nicht verbunden',
    connecting: 'Wird verbunden',
    connected: 'Verbunden',
    expired: 'Neu verbinden nötig',
    error: 'Braucht Aufmerksamkeit',
  },
  account: 'Konto',
  reference: 'Referenz',
  expiredHint: (name) => `${name} nimmt die gespeicherten Angaben nicht mehr an. Verbinden Sie neu, um fortzufahren.`,
  disconnectedHint: (name) => `${name} ist gerade nicht verbunden. Sie können es jederzeit wieder verbinden.`,

  connect: 'Verbinden',
  connectTo: (name) => `${name} verbinden`,
  connecting: 'Wird verbunden …',
  reconnect: 'Neu verbinden',
  reconnectTo: (name) => `${name} neu verbinden`,
  anotherAccount: 'Weiteres Konto verbinden',
  disconnect: 'Trennen',
  disconnecting: 'Wird getrennt …',
  disconnectAsk: (name) => `${name} trennen?`,
  disconnectHint: 'Alles, was diese Verbindung nutzt, ruht, bis sie wieder verbunden ist.',
  keep: 'Verbunden lassen',
  cancel: 'Abbrechen',
  done: 'Fertig',
  isConnected: (name) => `${name} ist verbunden`,
  isDisconnected: (name) => `${name} ist getrennt`,
  sealed: 'Verschlüsselt gespeichert, nie wieder angezeigt',
  sealedAccess: 'Der Zugriff wird verschlüsselt gespeichert und lässt sich hier jederzeit beenden',
  elsewhere: 'Weiter im anderen Fenster',
  elsewhereHint: (name) =>
    `Melden Sie sich dort bei ${name} an und erlauben Sie den Zugriff. Diese Seite folgt von selbst.`,
  showWindow: 'Fenster zeigen',
  openAgain: 'Erneut öffnen',
  openWindow: 'Fenster öffnen',
  address: 'Öffnet sich nichts, kopieren Sie diese Adresse in einen neuen Tab:',
  help: (name) => `Wo Sie das in ${name} finden`,
  newTab: '(öffnet einen neuen Tab)',
  optional: 'optional',
  show: 'Zeigen',
  hide: 'Verbergen',

  required: 'Diese Angabe fehlt',
  badUrl: 'Geben Sie eine Webadresse ein, die mit https:// beginnt',
  badEmail: 'Geben Sie eine E-Mail-Adresse ein, etwa name@example.com',
  badPattern: 'Das sieht nicht richtig aus. Prüfen Sie, ob es vollständig ist',
  tooLong: (count) => `Höchstens ${count} Zeichen`,

  back: 'Zurück',
  retry: 'Erneut versuchen',
  retrying: 'Neuer Versuch …',
  copy: 'Kopieren',
  copied: 'Kopiert',

  offline: 'Sie sind offline. Ihre Eingaben bleiben erhalten.',
  renewing: 'Ihre Sitzung wird erneuert. Ihre Eingaben bleiben erhalten.',
  ended: 'Ihre Sitzung ist beendet',
  endedHint:
    'Schließen Sie diese Seite und öffnen Sie sie in der App, aus der Sie kommen, erneut. Gespeichertes bleibt erhalten.',
  continueTitle: 'Weiter zu Ihren Verbindungen',
  continueHint: 'Dieser Link gilt einmal und nur für kurze Zeit.',
  continue: 'Weiter',

  faults: {
    absent: {
      title: 'Hier ist nichts',
      action: 'Vielleicht wurde es entfernt oder wird nicht angeboten. Zurück geht es zu allem, was da ist.',
    },
    offline: { title: 'Sie sind offline', action: 'Prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut.' },
    unreachable: {
      title: 'Der Dienst ist nicht erreichbar',
      action: 'Warten Sie einen Moment und versuchen Sie es erneut.',
    },
    unreadable: {
      title: 'Etwas ist schiefgegangen',
      action: 'Versuchen Sie es erneut. Bleibt es so, melden Sie sich bei den Betreibern der App, aus der Sie kommen.',
    },
    blocked: { title: 'Der Browser hat das Fenster blockiert', action: 'Ein Klick noch, dann öffnet es sich.' },
    closed: {
      title: 'Das Fenster wurde geschlossen',
      action: 'Es hat sich nichts geändert. Beginnen Sie neu, wann Sie möchten.',
    },
  },
};
