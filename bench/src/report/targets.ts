import type { Results } from '../results.ts';

/** A measure with what it has to reach. */
export interface Target {
  readonly measure: string;
  readonly must: number;
  readonly aim: number;
  readonly value: number;
  /** Whether less is better. */
  readonly less: boolean;
  readonly unit: '' | 'KB' | '×';
}

/** How far a measure came. */
export type Verdict = 'aim' | 'must' | 'missed';

export function verdictOf({ value, must, aim, less }: Target): Verdict {
  const reaches = (limit: number): boolean => (less ? value <= limit : value >= limit);
  if (reaches(aim)) return 'aim';
  return reaches(must) ? 'must' : 'missed';
}

/** The rate of arrival that contenders are compared at. */
export const comparedRate = 1_000;

/** The targets, each with what the run measured; those that were not measured are left out. */
export function targetsOf({ saturation, minting, arrivals, coldStart, redis, sizes }: Results): readonly Target[] {
  const compared = arrivals?.find(({ offered }) => offered === comparedRate);
  const targets: Target[] = [];
  const add = (target: Omit<Target, 'unit'>, unit: Target['unit'] = ''): void => void targets.push({ ...target, unit });
  const more = { less: false };
  const less = { less: true };
  if (saturation !== undefined) {
    const { empty, dayMade, peek, redeem, admission } = saturation;
    const against = (one: { processor: number }, other: { processor: number }): number =>
      other.processor / one.processor;
    const name = 'processor time of';
    add(
      {
        measure: `${name} a whole admission, two requests: less than the day-made stack’s one by`,
        must: 1.3,
        aim: 2,
        value: against(admission, dayMade),
        ...more,
      },
      '×',
    );
    add(
      {
        measure: `${name} a redemption alone: less than the day-made stack’s by`,
        must: 2,
        aim: 3,
        value: against(redeem, dayMade),
        ...more,
      },
      '×',
    );
    add({
      measure: 'peeks by a second of one processor, of those of the empty route',
      must: 0.3,
      aim: 0.5,
      value: against(peek, empty),
      ...more,
    });
  }
  if (minting !== undefined) {
    const { ofOneProcessor, openssl, otherRoute, otherRouteSynchronous } = minting;
    add({
      measure: 'links minted by a second of one processor, of OpenSSL’s signatures',
      must: 0.7,
      aim: 0.85,
      value: ofOneProcessor / openssl,
      ...more,
    });
    add({
      measure: 'p99 of another route while minting is saturated, of that with synchronous signing',
      must: 0.5,
      aim: 0.25,
      value: otherRoute / otherRouteSynchronous,
      ...less,
    });
  }
  if (compared !== undefined) {
    add({
      measure: `p99 of a request at ${comparedRate.toLocaleString('en')} admissions a second, of the day-made stack’s`,
      must: 0.5,
      aim: 0.2,
      value: compared.inlay.request / compared.dayMade.request,
      ...less,
    });
  }
  if (coldStart !== undefined) {
    add({
      measure: 'start of the process to its first admission, of the day-made stack’s',
      must: 1,
      aim: 0.6,
      value: coldStart.inlay.toFirstAdmission / coldStart.dayMade.toFirstAdmission,
      ...less,
    });
  }
  if (redis !== undefined) {
    add({
      measure: 'bytes of Redis an admission, of the day-made stack’s',
      must: 0.8,
      aim: 0.5,
      value: redis.inlay / redis.dayMade,
      ...less,
    });
  }
  if (sizes !== undefined) {
    add(
      { measure: 'frame, all that a viewer loads, gzip', must: 25, aim: 18, value: sizes.frame / 1024, ...less },
      'KB',
    );
    add({ measure: 'host SDK, gzip', must: 4, aim: 2.5, value: sizes.sdk / 1024, ...less }, 'KB');
  }
  return targets;
}
