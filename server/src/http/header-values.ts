import type { IncomingMessage } from 'node:http';

/** Every value that a request carries for the header `name` (lower case), each line for itself, in order. */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}
