import { Recent } from '../recent.ts';

/** Texts longer than this are not remembered: no browser sends them. */
const lengthMax = 512;

/**
 * The same function of one text, with its newest answers remembered: for what browsers send alike a thousand times, such as
 * `Accept`. `compute` must depend on the text alone.
 */
export function remembered<Answer extends string | boolean>(
  compute: (text: string) => Answer,
  max = 500,
): (text: string) => Answer {
  const known = new Recent<string, Answer>(max);
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined) return answer;
    const computed = compute(text);
    if (text.length <= lengthMax) known.set(text, computed);
    return computed;
  };
}
