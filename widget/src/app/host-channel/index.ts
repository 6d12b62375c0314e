export { createHostChannel } from './host-channel.ts';
export { observeHeight } from './observe-height.ts';
export type { HostChannel, HostChannelOptions } from './types.ts';
