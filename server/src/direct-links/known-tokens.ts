import { hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { tokenMaxLength } from './token.ts';
import type { DecodedToken } from './token.ts';

/** What is known of a token from its peek. */
export interface KnownToken {
  readonly token: DecodedToken;
  /** The key that verified it. */
  readonly key: KeyObject;
}

/** Tokens that a peek let pass, remembered so that their redemption need not read and verify them once more. */
export interface KnownTokens {
  /** Remembers what `text` says and which key verified it. */
  keep(text: string, known: KnownToken): void;
  /** What is remembered of `text`, which is forgotten with that: a redemption is the last that a link is good for. */
  take(text: string): KnownToken | undefined;
}

/** Longest token that is remembered, in characters: what it says takes some times as much. */
const rememberedMax = tokenMaxLength / 2;

/**
 * Remembers the newest `size` to `2 × size` tokens. What a token says and whether a key verifies it depend on its text and
 * that key alone: an entry stands under the SHA-256 of the whole text, with the very key object that verified it, so that
 * it says what reading and verifying again would say. It says nothing of whether the key may be used or the claims hold,
 * which is asked anew each time; and it holds no signature, without which nobody can use the token.
 */
export function createKnownTokens(size: number): KnownTokens {
  let newer = new Map<string, KnownToken>();
  let older = new Map<string, KnownToken>();
  return {
    keep(text, known) {
      if (text.length > rememberedMax) return;
      if (newer.size >= size) {
        older = newer;
        newer = new Map();
      }
      newer.set(digestOf(text), known);
    },

    take(text) {
      if (text.length > rememberedMax || newer.size + older.size === 0) return undefined;
      const digest = digestOf(text);
      const known = newer.get(digest) ?? older.get(digest);
      newer.delete(digest);
      older.delete(digest);
      return known;
    },
  };
}

const digestOf = (text: string): string => hash('sha256', text, 'base64');
