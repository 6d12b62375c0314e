/** What the frame says of Jodoo, in English. Every other language has exactly these members. */
export const words = {
  signIn: 'Sign in with Jodoo',
  signingIn: 'Signing in with Jodoo…',
  title: 'Sign in to go on',
  hint: 'If you are signed in to Jodoo, this takes one click.',
  endedHint: 'Sign in again to go on. What was saved is kept.',
  signedInAs: (name: string) => `Signed in as ${name} (Jodoo)`,
  values: 'Sent along by the page around this one, not checked',
};

/** What the frame says of Jodoo, in some language. */
export type JodooWords = typeof words;
