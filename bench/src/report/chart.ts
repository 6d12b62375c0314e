import type { Results } from '../results.ts';
import { comparedRate } from './targets.ts';

/** One bar of a chart. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value as it is written beside the bar. */
  readonly text: string;
  readonly ours: boolean;
}

/** Bars that share a scale. */
export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 760;
const left = 250;
const longest = 380;
const rowHeight = 26;
const panelGap = 22;
const titleHeight = 30;

/** The panels of what was measured. */
export function panelsOf({ saturation, arrivals, coldStart, redis }: Results): readonly Panel[] {
  const panels: Panel[] = [];
  const number = (value: number, unit: string): string =>
    `${value >= 10 ? Math.round(value).toLocaleString('en') : value.toFixed(1)} ${unit}`;
  const bar = (name: string, value: number, unit: string, ours = false): Bar => ({
    name,
    value,
    text: number(value, unit),
    ours,
  });
  if (saturation !== undefined) {
    const { empty, dayMade, peek, redeem, admission } = saturation;
    const one = (name: string, { processor }: typeof empty, ours = false): Bar =>
      bar(name, processor * 1000, 'µs', ours);
    panels.push({
      title: 'Processor time of the server',
      bars: [
        one('empty Fastify route', empty),
        one('Inlay: peek', peek, true),
        one('Inlay: redemption', redeem, true),
        one('Inlay: whole admission', admission, true),
        one('day-made stack: admission', dayMade),
      ],
    });
  }
  const compared = arrivals?.find(({ offered }) => offered === comparedRate);
  if (compared !== undefined) {
    panels.push({
      title: `p99 at ${comparedRate.toLocaleString('en')} admissions a second`,
      bars: [
        bar('Inlay: slower request of the two', compared.inlay.request, 'ms', true),
        bar('Inlay: both, one after the other', compared.inlay.p99, 'ms', true),
        bar('day-made stack: its one request', compared.dayMade.p99, 'ms'),
      ],
    });
  }
  if (coldStart !== undefined) {
    const { inlay, dayMade } = coldStart;
    panels.push({
      title: 'Start of the process to its first admission',
      bars: [bar('Inlay', inlay.toFirstAdmission, 'ms', true), bar('day-made stack', dayMade.toFirstAdmission, 'ms')],
    });
  }
  if (redis !== undefined) {
    panels.push({
      title: 'Redis memory an admission',
      bars: [bar('Inlay', redis.inlay, 'bytes', true), bar('day-made stack', redis.dayMade, 'bytes')],
    });
  }
  return panels;
}

/** Draws panels of bars as SVG that can be read on light and dark pages: it brings its own ground for both. */
export function chart(title: string, panels: readonly Panel[]): string {
  const parts: string[] = [];
  let top = 16;
  for (const { title: heading, bars } of panels) {
    parts.push(`<text class="title" x="24" y="${top + 18}">${escape(heading)}</text>`);
    top += titleHeight;
    const scale = longest / Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
    for (const { name, value, text, ours } of bars) {
      const length = Math.max(1, value * scale);
      parts.push(
        `<text x="${left - 10}" y="${top + 17}" text-anchor="end">${escape(name)}</text>`,
        `<rect class="${ours ? 'ours' : 'other'}" x="${left}" y="${top + 4}" width="${length.toFixed(1)}" height="18" rx="3"/>`,
        `<text x="${(left + length + 8).toFixed(1)}" y="${top + 17}">${escape(text)}</text>`,
      );
      top += rowHeight;
    }
    top += panelGap;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img" aria-label="${escape(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #3d4451 }
.title { font-weight: 600; fill: #14181f }
.ground { fill: #ffffff; stroke: #d9dde3 }
.ours { fill: #2f6fde }
.other { fill: #a3acba }
@media (prefers-color-scheme: dark) {
text { fill: #b9c1cd }
.title { fill: #f0f2f5 }
.ground { fill: #161a20; stroke: #333a45 }
.ours { fill: #6ea2ff }
.other { fill: #5f6a7a }
}
</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${top - 1}" rx="8"/>
${parts.join('\n')}
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
