/** What an API key may be allowed to do; `*` is everything. */
export const scopes = [
  '*',
  'customers:read',
  'customers:write',
  'members:read',
  'members:write',
  'signing-keys:read',
  'signing-keys:write',
  'links:write',
  'sessions:read',
  'sessions:write',
  'connections:read',
  'connections:write',
  'connections:credentials',
  'providers:read',
  'providers:write',
  'jodoo-integrations:read',
  'jodoo-integrations:write',
  'jodoo-members:read',
  'jodoo-members:write',
  'audit-events:read',
  'api-keys:read',
  'api-keys:write',
] as const;

/** One thing an API key may be allowed to do. */
export type Scope = (typeof scopes)[number];

/** Says whether somebody with the scopes `granted` may do what needs `scope`. */
export function allows(granted: readonly string[], scope: Scope): boolean {
  return granted.includes('*') || granted.includes(scope);
}
