import type { FastifyRequest } from 'fastify';

/** Every value that a request carries for the header `name` (lower case), each line for itself, in order. */
export function headerValues(request: FastifyRequest, name: string): string[] {
  const { rawHeaders } = request.raw;
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
