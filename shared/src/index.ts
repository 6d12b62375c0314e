export * from './ids.ts';
export * from './errors/catalogue.ts';
export * from './errors/inlay-error.ts';
export * from './errors/texts.ts';
export * from './origins/embedding-origin.ts';
export * from './paths/page-path.ts';
export * from './messages/index.ts';
export type * from './embed-api/types.ts';
