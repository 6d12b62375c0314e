import type { World } from './world.ts';

/** Has the proxy answer `path` with JSON of its own, for states that a fresh server does not get into by itself. */
export function answerInstead(world: World, path: string, body: unknown): void {
  world.proxy.intercept((request, response) => {
    if (request.method !== 'GET' || request.url !== path) return false;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return true;
  });
}

/** Has the proxy leave requests for `path` unanswered. */
export function leaveUnanswered(world: World, path: string, method = 'GET'): void {
  world.proxy.intercept((request) => request.url === path && request.method === method);
}
