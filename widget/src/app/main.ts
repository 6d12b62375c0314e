import { directLinkEntry } from './direct-link/entry.ts';
import { takeToken } from './direct-link/link.ts';
import { createHostChannel } from './host-channel/index.ts';
import { start } from './start.ts';

/** The frame that a direct link opens. */
void start((config) => {
  const token = takeToken(window, config.path);
  const line = createHostChannel(config);
  return { line, entry: (frame) => directLinkEntry(frame, line, token), keepsAddress: false };
});
