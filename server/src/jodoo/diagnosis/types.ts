/** What is checked, by stable names. */
export const checkNames = [
  'app_enabled',
  'trusted_domains',
  'middleware_host',
  'https',
  'application_https',
  'home_page',
  'authorization_page',
  'secret',
  'framing',
  'mapping',
  'clock',
] as const;

export type CheckName = (typeof checkNames)[number];

/** One finding. */
export interface Finding {
  readonly name: CheckName;
  /** What of several is meant, such as one frame origin. */
  readonly subject?: string;
  /** `unknown`: it could not be found out from here. */
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly reason: string;
  /** What to do; also where it passes and something comes soon. */
  readonly remedy?: string;
}
