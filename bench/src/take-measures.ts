import { makeBed } from './bed.ts';
import { isBuilt } from './contenders/inlay-program.ts';
import { measureArrivals } from './measures/arrivals.ts';
import { measureColdStart } from './measures/cold-start.ts';
import { measureMinting } from './measures/minting.ts';
import { measureRedisMemory } from './measures/redis-memory.ts';
import { measureSaturation } from './measures/saturation.ts';
import { measureSizes } from './measures/sizes.ts';
import type { MeasureName, Options } from './options.ts';
import type { Results } from './results.ts';

/** The browser's part lives with the browser tests, whose harness it needs. */
const browserMeasure = new URL('../../e2e/src/measure-ready-alone.ts', import.meta.url);

/** Takes the measures that were asked for, one after the other; `profileTo` takes the server's profile. */
export async function takeMeasures(options: Options, profileTo?: string): Promise<Results> {
  const { quick, only, engines, logLevel } = options;
  const wants = (name: MeasureName): boolean => only.includes(name);
  const say = (text: string): void => console.error(`bench: ${text}`);
  const sizes = wants('sizes') ? measureSizes() : undefined;
  const results: { -readonly [name in keyof Results]: Results[name] } = { sizes };
  if (only.some((name) => name !== 'sizes' && name !== 'ready')) {
    say(`starting the contenders${isBuilt() ? '' : ': not built, so the server runs its sources; see pnpm build'}`);
    const bed = await makeBed({ engines, logLevel, profileTo });
    try {
      if (wants('redis')) {
        say('bytes of Redis an admission');
        results.redis = await measureRedisMemory(bed, quick ? 2_000 : 20_000);
      }
      if (wants('admission')) {
        say('peeks, redemptions and admissions, always busy');
        results.saturation = await measureSaturation(bed, quick ? 2 : 45, 500);
      }
      if (wants('arrivals')) {
        say('admissions that arrive at fixed rates');
        results.arrivals = await measureArrivals(bed, quick ? 2 : 21, [500, 1_000], quick ? 2 : 3);
      }
      if (wants('minting')) {
        say('minting');
        results.minting = await measureMinting(bed, quick ? 2 : 7, 2);
      }
      if (wants('cold-start')) {
        say('starts');
        results.coldStart = await measureColdStart(bed, quick ? 3 : 7);
      }
    } finally {
      await bed.close();
    }
  }
  if (wants('ready')) {
    say('links and Enter App in a browser');
    const { measureReadyAlone } = (await import(browserMeasure.href)) as {
      measureReadyAlone: () => Promise<{ readonly ready: number; readonly jodoo: number }>;
    };
    const { ready, jodoo } = await measureReadyAlone();
    Object.assign(results, { ready, jodoo });
  }
  return results;
}
