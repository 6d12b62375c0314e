import type { FrameConfig } from '@inlay/shared/embed-api';
import { ApiError } from '../../app/api/api-error.ts';
import type { Entry } from '../../app/entry.ts';
import type { Frame } from '../../app/frame.ts';
import { SignIn } from '../../app/jodoo/sign-in.ts';
import { visitUnseen } from '../../app/jodoo/visit-unseen.ts';
import { words as english } from '../../app/jodoo/words/en.ts';
import { loadWords } from '../../app/jodoo/words/load.ts';
import { foot, head, view } from './views.ts';

/**
 * The way into a frame that Jodoo opened, or one of its forms or dashboards. A ticket in the address is redeemed like a
 * link; without one, and when a session is over, the frame signs in anew: unseen where it can, by one click otherwise. A
 * page that nobody frames needs no attempt, as it can go to Jodoo itself.
 */
export function jodooEntry(frame: Frame, { jodoo, locale }: FrameConfig, ticket: string): Entry {
  const { integration = '', values = {} } = jodoo ?? {};
  const base = `/jodoo/${integration}`;
  const { session, router, transport } = frame;
  const framed = window.parent !== window;
  const post = <T>(path: string, body: unknown): Promise<T> => transport.send(base + path, { method: 'POST', body });
  const signIn = new SignIn(base, () => router.page.path, {
    register: (request) => post('/attempts', request),
    collect: (id, verifier) => post(`/attempts/${id}/session`, { verifier }),
    visit: (path) => visitUnseen(document, path),
    take: (answer) => void session.take(answer),
    failed: refuse,
  });
  let words = english;
  const speaks = loadWords(locale).then((loaded) => (words = loaded));
  signIn.watch(() => frame.refresh());

  function refuse(error: unknown): void {
    if (error instanceof ApiError) session.refuse(error);
  }

  /** Makes an attempt and signs in unseen; says whether there is nothing left for a click to do. */
  async function trySilently(): Promise<boolean> {
    try {
      await signIn.prepare();
      return await signIn.silently();
    } catch (error) {
      refuse(error);
      return true;
    }
  }

  async function begin(): Promise<void> {
    if (!framed || !(await trySilently())) session.wait();
  }

  return {
    async open() {
      await speaks;
      if (ticket === '') return begin();
      await session.open(ticket, router.page.path);
      if (framed && session.phase === 'refused' && !signIn.ready) await signIn.prepare().catch(refuse);
    },
    redeem: (token) => post('/enter', { ticket: token }),
    renew() {
      if (framed) {
        void trySilently().then((done) => done || refuse(session.error ?? new ApiError({ code: 'session_expired' })));
      }
      return framed;
    },
    view: (trial) => view(frame, words, signIn, framed ? begin : undefined, trial),
    head: () => head(frame, words),
    foot: () => foot(frame, words, values),
  };
}
