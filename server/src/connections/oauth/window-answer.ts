import type { ErrorCode } from '@inlay/shared';
import type { Flow } from './flow.ts';

/** A browser that came to one of the addresses. */
export interface Visitor {
  /** Reads the secret that the browser holds for a flow. */
  readonly secretFor: (key: string) => string | undefined;
  readonly requestId: string;
}

/** Names for people, who are to see whose account they are about to connect. */
export interface Names {
  readonly vendor: string;
  readonly customer: string;
  readonly provider: string;
}

/** What a window is to show or where it is to go. */
export type WindowAnswer =
  | { readonly kind: 'provider'; readonly url: URL; readonly key: string; readonly secret: string; readonly flow: Flow }
  | {
      readonly kind: 'confirm';
      readonly key: string;
      readonly secret: string;
      readonly flow: Flow;
      readonly names: Names;
    }
  | { readonly kind: 'outcome'; readonly flow: Flow; readonly key: string; readonly secret: string }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly locale?: string };

/** Where a window comes from: opened by the frame, by somebody else, or by the button of our own confirmation page. */
export type Origin = 'frame' | 'elsewhere' | { readonly confirmation: string };

/** What whoever does not fit is told. */
export const mismatch = { kind: 'refused', code: 'state_mismatch' } as const;
