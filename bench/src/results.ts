import type { Arrivals } from './measures/arrivals.ts';
import type { ColdStart } from './measures/cold-start.ts';
import type { Minting } from './measures/minting.ts';
import type { RedisMemory } from './measures/redis-memory.ts';
import type { Saturation } from './measures/saturation.ts';
import type { Sizes } from './measures/sizes.ts';

/** What a run measured; a measure that was not asked for is `undefined`. */
export interface Results {
  readonly sizes?: Sizes | undefined;
  readonly redis?: RedisMemory | undefined;
  readonly saturation?: Saturation | undefined;
  readonly arrivals?: readonly Arrivals[] | undefined;
  readonly minting?: Minting | undefined;
  readonly coldStart?: ColdStart | undefined;
  /** Milliseconds from setting a frame's address to its `ready`, in Chromium; median. */
  readonly ready?: number | undefined;
  /** Milliseconds that the server takes of its own from Jodoo's Enter App to `ready`; median. */
  readonly jodoo?: number | undefined;
}
