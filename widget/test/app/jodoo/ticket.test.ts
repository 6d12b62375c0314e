import { describe, expect, it } from 'vitest';
import { takeTicket } from '../../../src/app/jodoo/ticket.ts';

function windowAt(address: string) {
  const replaced: unknown[][] = [];
  const window = {
    location: new URL(address),
    history: { state: 'kept', replaceState: (...values: unknown[]) => replaced.push(values) },
  } as unknown as Window;
  return { window, replaced };
}

describe('takeTicket', () => {
  it('A49: leaves no ticket in the address, and all the rest', () => {
    const { window, replaced } = windowAt('https://inlay.example/jodoo/jod_1/enter?path=%2Fembedded%2Fconnections#abc');
    expect(takeTicket(window)).toBe('abc');
    expect(replaced).toEqual([['kept', '', '/jodoo/jod_1/enter?path=%2Fembedded%2Fconnections']]);
  });

  it('finds none after a reload', () => {
    expect(takeTicket(windowAt('https://inlay.example/jodoo/jod_1/enter').window)).toBe('');
  });
});
