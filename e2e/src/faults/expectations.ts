import { expect } from 'vitest';
import type { Observation } from './drive.ts';
import type { Verdict } from './verdict.ts';

/**
 * Milliseconds within which a refusal must come, and within which good links must work when a fault is over: more where
 * the machine is busy with other things, by what its processes waited for a processor. Where other suites run on the same
 * machine there is more time still, and only what was admitted is judged as strictly as ever.
 */
function promptly({ stretch, lag }: Observation): number {
  return 2_000 * stretch * Number(process.env['INLAY_FAULTS_PATIENCE'] ?? 1) + lag;
}

/** Bytes by which an instance's memory may grow under a fault: far less than requests that pile up would take. */
const growthMax = 96 * 1024 * 1024;

/** No link is worth two admissions or two sessions; no admission anybody saw has no session; no link is spent for nothing. */
export function expectSessionsHold({ twice, manySessions, lostSessions, spentForNothing }: Verdict): void {
  const wrong = { twice, manySessions, lostSessions, spentForNothing };
  expect(wrong).toEqual({ twice: [], manySessions: [], lostSessions: [], spentForNothing: [] });
}

/** The ledger of a drive holds. */
export function expectLedgerHolds({ verdict }: Observation): void {
  expectSessionsHold(verdict);
}

/** Every admission that a viewer saw is in the audit. */
export function expectAuditComplete({ verdict }: Observation): void {
  expect(verdict.unaudited).toEqual([]);
}

/** Nobody was admitted, each was told so in time by a coded 503 that says when to come again, and nothing piled up. */
export function expectClosed(seen: Observation): void {
  expect(seen.admittedWhileClosed, 'admitted while closed').toBe(0);
  expect(seen.refusals['service_unavailable'] ?? 0, 'refusals').toBeGreaterThan(0);
  expectRefusalsInOrder(seen);
}

/** Whoever was refused was told so in time, by a code that belongs here. */
export function expectRefusalsInOrder(seen: Observation): void {
  const { service_unavailable: _unavailable, jti_reused: _reused, ...others } = seen.refusals;
  expect(others, 'other outcomes than a coded 503').toEqual({});
  expect(seen.withoutRetryAfter, '503 without Retry-After').toBe(0);
  expect(seen.worstRefusal, 'slowest refusal').toBeLessThan(promptly(seen));
  expect(seen.growth, 'growth of memory').toBeLessThan(growthMax);
}

/** Links signed after the fault work, soon and without a restart. */
export function expectRecovered(seen: Observation): void {
  expect(seen.recovery, 'milliseconds to the first good admission').toBeLessThan(promptly(seen));
}

/** All of it: what every fault must leave behind that shuts the door. */
export function expectFailedClosed(seen: Observation): void {
  expectLedgerHolds(seen);
  expectAuditComplete(seen);
  expectClosed(seen);
  expectRecovered(seen);
}

/** A fault that need not shut the door: who was refused was refused in order, and all else holds. */
export function expectSound(seen: Observation): void {
  expectLedgerHolds(seen);
  expectAuditComplete(seen);
  expectRefusalsInOrder(seen);
  expectRecovered(seen);
}

/** A fault that nobody but the patient notices: no refusal at all. */
export function expectStayedOpen(seen: Observation): void {
  expectSound(seen);
  expect(seen.refusals['service_unavailable'] ?? 0, 'refusals').toBe(0);
}
