import type { JodooWords } from './en.ts';

/** German. */
export const words: JodooWords = {
  signIn: 'Mit Jodoo anmelden',
  signingIn: 'Anmeldung mit Jodoo…',
  title: 'Melden Sie sich an',
  hint: 'Sind Sie in Jodoo angemeldet, genügt ein Klick.',
  endedHint: 'Melden Sie sich neu an. Gespeichertes bleibt erhalten.',
  signedInAs: (name) => `Angemeldet als \u2068${name}\u2069 (Jodoo)`,
  values: 'Von der umgebenden Seite mitgeschickt, nicht geprüft',
};
