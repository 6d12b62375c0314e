import { Type } from 'typebox';

/* Members of the bodies of `/api/v1/jodoo-members`. */

const identity = (description: string) =>
  Type.Unsafe<string>({ type: 'string', minLength: 1, maxLength: 256, description });
export const tenantId = identity('tenant_id, exactly as Jodoo sends it.');
export const username = identity('username (the member ID at Jodoo), exactly as Jodoo sends it, letter case included.');
export const member = Type.String({ description: 'Member id, or E followed by your external id.' });
export const disabled = Type.Boolean({ description: 'Refused although Jodoo vouches for them.' });
export const integration = Type.String({ description: 'Integration id.' });
