export * from './channel.ts';
export * from './envelope.ts';
export * from './events.ts';
