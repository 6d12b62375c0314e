import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Controller } from '../../src/elements/updating-element.ts';

const rendered: unknown[] = [];
vi.mock('lit/html.js', () => ({ render: (content: unknown) => void rendered.push(content) }));
vi.stubGlobal(
  'HTMLElement',
  class {
    isConnected = false;
  },
);
vi.stubGlobal('customElements', { define: () => undefined });
// The quick suites share what is global between files.
afterAll(() => vi.unstubAllGlobals());
const { observe, UpdatingElement } = await import('../../src/elements/updating-element.ts');

const log: string[] = [];

class Named extends UpdatingElement {
  static override readonly properties = ['name', 'count'];

  declare name: string;
  declare count: number;
  shown = true;

  protected override shouldUpdate(): boolean {
    return this.shown;
  }

  protected override willUpdate(changes: ReadonlyMap<string, unknown>): void {
    log.push(`will ${[...changes].join(' ')}`);
  }

  protected override render(): unknown {
    log.push('render');
    if (this.name === 'bad') throw new Error('bad');
    return `${this.name} ${this.count}`;
  }

  protected override firstUpdated(): void {
    log.push('first');
  }

  protected override updated(changes: ReadonlyMap<string, unknown>): void {
    log.push(`updated ${[...changes].join(' ')}`);
  }

  /** Puts it into a page, as a browser would. */
  connect(): void {
    Object.assign(this, { isConnected: true });
    this.connectedCallback();
  }
}
Named.define('x-named');

beforeEach(() => {
  log.length = 0;
  rendered.length = 0;
});

async function connected(): Promise<Named> {
  const element = new Named();
  element.name = 'a';
  element.count = 1;
  element.connect();
  await element.updateComplete;
  log.length = 0;
  rendered.length = 0;
  return element;
}

describe('an element', () => {
  it('renders when it is put into a page, and not before', async () => {
    const element = new Named();
    element.name = 'a';
    await element.updateComplete;
    expect(rendered).toEqual([]);
    element.count = 1;
    element.connect();
    await element.updateComplete;
    expect(rendered).toEqual(['a 1']);
    expect(log).toEqual(['will name, count,', 'render', 'first', 'updated name, count,']);
  });

  it('renders once for all that changed, and tells what was there before', async () => {
    const element = await connected();
    element.name = 'b';
    element.count = 2;
    element.count = 3;
    expect(rendered).toEqual([]);
    await element.updateComplete;
    expect(rendered).toEqual(['b 3']);
    expect(log).toEqual(['will name,a count,1', 'render', 'updated name,a count,1']);
  });

  it('does nothing for a value that is the same', async () => {
    const element = await connected();
    element.name = 'a';
    await element.updateComplete;
    expect(log).toEqual([]);
  });

  it('renders nothing while there is nothing to render, and all of it afterwards', async () => {
    const element = await connected();
    element.shown = false;
    element.name = 'b';
    await element.updateComplete;
    expect(rendered).toEqual([]);
    element.shown = true;
    element.requestUpdate();
    await element.updateComplete;
    expect(rendered).toEqual(['b 1']);
  });

  it('has its controllers take part in order', async () => {
    const element = await connected();
    const controller: Controller = {
      hostConnected: () => void log.push('connected'),
      hostUpdate: () => void log.push('host update'),
      hostUpdated: () => void log.push('host updated'),
      hostDisconnected: () => void log.push('disconnected'),
    };
    element.addController(controller);
    element.count = 2;
    await element.updateComplete;
    element.disconnectedCallback();
    expect(log).toEqual([
      'connected',
      'will count,1',
      'host update',
      'render',
      'host updated',
      'updated count,1',
      'disconnected',
    ]);
  });

  it('renders again after a rendering that failed, as who waits for it hears', async () => {
    const element = await connected();
    element.name = 'bad';
    await expect(element.updateComplete).rejects.toThrow('bad');
    element.name = 'good';
    await element.updateComplete;
    expect(rendered).toEqual(['good 1']);
  });

  it('keeps the values of each element apart', () => {
    const [one, other] = [new Named(), new Named()];
    observe(Named.prototype, 'extra');
    Object.assign(one, { extra: 1 });
    expect(other).not.toMatchObject({ extra: 1 });
  });
});
