/** A business that uses Jodoo. */
export interface Tenant {
  /** What `auth_info` calls `tenant_id`. */
  readonly id: string;
  readonly name: string;
}

/** Somebody who signs in to Jodoo. */
export interface Person {
  readonly tenant: Tenant;
  /** The member ID, which `auth_info` calls `username`: unique within the tenant alone, case and all. */
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly initials: string;
}

const harborPine: Tenant = { id: '64f1c0a2b7d3e90012a4c8f1', name: 'Harbor & Pine' };
const cobaltCycles: Tenant = { id: '65a9d4e87c21b60019f03d7e', name: 'Cobalt Cycles' };

/** Two businesses, and people of both; two of them have the same member ID. */
export const tenants = { harborPine, cobaltCycles } as const;

/** Everybody whom this Jodoo knows, by a short name. */
export const people = {
  mara: {
    tenant: harborPine,
    username: 'mara-lindqvist',
    name: 'Mara Lindqvist',
    role: 'Order desk',
    initials: 'ML',
  },
  tomas: { tenant: harborPine, username: 'Tomas_Vega', name: 'Tomás Vega', role: 'Warehouse', initials: 'TV' },
  ingrid: { tenant: harborPine, username: 'ingrid.dahl', name: 'Ingrid Dahl', role: 'New this week', initials: 'ID' },
  maraOfCobalt: {
    tenant: cobaltCycles,
    username: 'mara-lindqvist',
    name: 'Mara Lindqvist',
    role: 'Sales',
    initials: 'ML',
  },
} as const satisfies Readonly<Record<string, Person>>;

/** The names by which {@link people} are known. */
export type PersonName = keyof typeof people;

/** Finds a person by that name. */
export function personOf(name: string): Person | undefined {
  return Object.hasOwn(people, name) ? people[name as PersonName] : undefined;
}
