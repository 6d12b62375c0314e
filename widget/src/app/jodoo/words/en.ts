/** What the frame says of Jodoo, in English. Every other language has exactly these members. */
export const words = {
  signIn: 'Sign in with Jodoo',
  signingIn: 'Signing in with Jodoo…',
  title: 'Sign in to go on',
  hint: 'If you are signed in to Jodoo, this takes one click.',
  endedHint: 'Sign in again to go on. What was saved is kept.',
  // Kept apart, so that the direction of a name does not turn the words around it (UAX 9: FSI and PDI).
  signedInAs: (name: string) => `Signed in as \u2068${name}\u2069 (Jodoo)`,
  values: 'Sent along by the page around this one, not checked',
};

/** What the frame says of Jodoo, in some language. */
export type JodooWords = typeof words;
