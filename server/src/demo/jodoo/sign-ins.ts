import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Jodoo } from './jodoo.ts';
import type { Person } from './people.ts';

const cookieName = 'jodoo_session';

/** Who is signed in, by a cookie that says nothing itself. Ends with the process. */
export class SignIns {
  readonly #jodoo: Jodoo;
  readonly #sessions = new Map<string, { readonly person: Person; readonly approved: Set<string> }>();

  constructor(jodoo: Jodoo) {
    this.#jodoo = jodoo;
  }

  /** Who asks. */
  personOf(request: FastifyRequest): Person | undefined {
    return this.#sessions.get(cookieOf(request))?.person;
  }

  /** Whether the person let this app know who they are. */
  hasApproved(request: FastifyRequest, suiteId: string): boolean {
    return this.#sessions.get(cookieOf(request))?.approved.has(suiteId) ?? false;
  }

  /** Remembers that they did. */
  approve(request: FastifyRequest, suiteId: string): void {
    this.#sessions.get(cookieOf(request))?.approved.add(suiteId);
  }

  /** Signs a person in, in place of whoever was. */
  begin(request: FastifyRequest, reply: FastifyReply, person: Person): void {
    this.#sessions.delete(cookieOf(request));
    const id = randomBytes(24).toString('base64url');
    this.#sessions.set(id, { person, approved: new Set() });
    this.#setCookie(reply, id);
  }

  /** Signs out. */
  end(request: FastifyRequest, reply: FastifyReply): void {
    this.#sessions.delete(cookieOf(request));
    this.#setCookie(reply, '; Max-Age=0');
  }

  #setCookie(reply: FastifyReply, value: string): void {
    const { cookieSameSite } = this.#jodoo.settings;
    const secure = cookieSameSite === 'None' ? '; Secure' : '';
    void reply.header('set-cookie', `${cookieName}=${value}; Path=/; HttpOnly; SameSite=${cookieSameSite}${secure}`);
  }
}

function cookieOf({ headers }: FastifyRequest): string {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
  return pairs.find(([name]) => name === cookieName)?.[1] ?? '';
}
