import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface Profile {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/**
 * Reads the profile that Node's `--cpu-prof` wrote to `folder`, and lists where the time went: the functions that took
 * most themselves, the files and libraries, and our own functions with all they call.
 */
export function readProfile(folder: string, count: number): string {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error('the server wrote no profile');
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Map<number, number>();
  for (const [index, id] of samples.entries()) own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0));

  const [functions, places, ours] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const add = (times: Map<string, number>, name: string, time: number): void =>
    void times.set(name, (times.get(name) ?? 0) + time);
  let busy = 0;

  /** Adds up a node and all below it; `above` are our functions on the way, each of which counts once. */
  function visit(node: Node, caller: string, above: ReadonlySet<string>): void {
    const { functionName } = node.callFrame;
    if (functionName === '(idle)') return;
    const place = placeOf(node.callFrame);
    const name = `${functionName || '(anonymous)'}  ${place === '' ? `from ${caller}` : place}`;
    const inside = /^(?:server|shared)\//.test(place) ? new Set([...above, name]) : above;
    const time = own.get(node.id) ?? 0;
    busy += time;
    add(functions, name, time);
    add(places, fileOf(place) || fileOf(caller) || functionName, time);
    for (const one of inside) add(ours, one, time);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) visit(child, place || caller, inside);
    }
  }
  const root = nodes[0];
  if (root !== undefined) visit(root, '', new Set());

  const list = (times: ReadonlyMap<string, number>): string =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([name, time]) => `${((100 * time) / busy).toFixed(1).padStart(5)} %  ${name}`)
      .join('\n');
  return `Functions, by themselves:\n${list(functions)}\n\nFiles and libraries:\n${list(places)}\n\nOur functions, with what they call:\n${list(ours)}`;
}

function placeOf({ url, lineNumber }: Node['callFrame']): string {
  const place = url.replace(/^.*\/node_modules\//, '').replace(/^file:.*?\/(?=(?:server|shared)\/(?:src|dist)\/)/, '');
  return place === '' ? '' : `${place}:${lineNumber + 1}`;
}

/** The file of ours, or the library, that a place lies in. */
function fileOf(place: string): string {
  if (/^(?:server|shared|node:)/.test(place)) return place.replace(/:\d+$/, '');
  return /^(?:@[^/]+\/)?[^/]+/.exec(place)?.[0] ?? '';
}
