import type { ConnectionStatus, FrameEvents } from '@inlay/shared/messages';
import type { EmbedConnection, EmbedProvider } from '@inlay/shared/embed-api';
import type { Reference } from '@inlay/shared/ids';
import { ApiError } from './api/api-error.ts';
import type { EmbedApi, FieldValues } from './api/embed-api.ts';
import { Changing } from './changing.ts';
import type { StatusNews } from './live/stream-events.ts';

/** Hears each change of a connection's status once, wherever it was learnt. */
export type StatusListener = (change: FrameEvents['connectionStatusChange']) => void;

/** The providers and connections of the present session. */
export class Store extends Changing {
  readonly #api: EmbedApi;
  readonly #onStatus: StatusListener;
  readonly #connections = new Map<string, EmbedConnection>();
  readonly #told = new Map<string, string>();
  #providers: readonly EmbedProvider[] = [];
  #loaded = false;
  #error: ApiError | undefined;
  #round = 0;

  constructor(api: EmbedApi, onStatus: StatusListener) {
    super();
    this.#api = api;
    this.#onStatus = onStatus;
  }

  /** Whether there is something to show. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Why there is nothing to show. */
  get error(): ApiError | undefined {
    return this.#error;
  }

  get providers(): readonly EmbedProvider[] {
    return this.#providers;
  }

  get connections(): readonly EmbedConnection[] {
    return [...this.#connections.values()];
  }

  provider(id: string): EmbedProvider | undefined {
    return this.#providers.find((provider) => provider.id === id);
  }

  connection(reference: Reference): EmbedConnection | undefined {
    if ('id' in reference) return this.#connections.get(reference.id);
    return this.connections.find(({ externalId }) => externalId === reference.externalId);
  }

  /** Fetches everything; says whether it succeeded. */
  async load(): Promise<boolean> {
    const round = ++this.#round;
    this.#error = undefined;
    this.changed();
    try {
      const [providers, connections] = await Promise.all([this.#api.providers(), this.#api.connections()]);
      if (round !== this.#round) return false;
      this.#providers = providers;
      this.#replace(connections);
      this.#loaded = true;
    } catch (error) {
      if (round !== this.#round) return false;
      if (!(error instanceof ApiError)) throw error;
      this.#error = error;
    }
    this.changed();
    return this.#loaded;
  }

  /** Fetches the connections again. */
  async refresh(): Promise<void> {
    const round = this.#round;
    const connections = await this.#api.connections();
    if (round !== this.#round) return;
    this.#replace(connections);
    this.changed();
  }

  /** Asks the server for a connection that the list does not hold; throws the {@link ApiError} why there is none. */
  async find(reference: Reference): Promise<EmbedConnection> {
    return this.#take(await this.#api.connection(reference));
  }

  async connect(provider: string, fields: FieldValues): Promise<EmbedConnection> {
    return this.#take(await this.#api.connect(provider, fields));
  }

  async reconnect(id: string, fields: FieldValues): Promise<EmbedConnection> {
    return this.#take(await this.#api.reconnect(id, fields));
  }

  async disconnect(id: string): Promise<EmbedConnection> {
    return this.#take(await this.#api.disconnect(id));
  }

  /**
   * Takes in what the stream says of a connection: tells it on at once, then fetches the rest of it. What an answer has
   * overtaken is no news.
   */
  async follow({ updatedAt, ...change }: StatusNews): Promise<void> {
    const round = this.#round;
    const held = this.#connections.get(change.id);
    if (held && held.updatedAt > updatedAt) return;
    this.#tell(change);
    const connection = await this.#api.connection({ id: change.id });
    if (round === this.#round) this.#take(connection);
  }

  /** Forgets everything: it belonged to somebody else. */
  clear(): void {
    this.#round += 1;
    this.#providers = [];
    this.#connections.clear();
    this.#told.clear();
    this.#loaded = false;
    this.#error = undefined;
    this.changed();
  }

  #replace(connections: readonly EmbedConnection[]): void {
    const present = new Set(connections.map(({ id }) => id));
    for (const id of this.#connections.keys()) if (!present.has(id)) this.#connections.delete(id);
    for (const connection of connections) this.#put(connection, this.#loaded);
  }

  #take(connection: EmbedConnection): EmbedConnection {
    this.#put(connection, true);
    this.changed();
    return connection;
  }

  /** An answer may be overtaken by a younger one: the younger stays. */
  #put(connection: EmbedConnection, tell: boolean): void {
    const held = this.#connections.get(connection.id);
    if (held && held.updatedAt > connection.updatedAt) return;
    this.#connections.set(connection.id, connection);
    if (tell) this.#tell(changeOf(connection));
    else this.#told.set(connection.id, keyOf(connection.status, connection.error?.code));
  }

  #tell(change: FrameEvents['connectionStatusChange']): void {
    const key = keyOf(change.status, change.error);
    if (this.#told.get(change.id) === key) return;
    this.#told.set(change.id, key);
    this.#onStatus(change);
  }
}

function keyOf(status: ConnectionStatus, error: string | undefined): string {
  return `${status} ${error ?? ''}`;
}

function changeOf({ id, externalId, provider, status, error }: EmbedConnection): FrameEvents['connectionStatusChange'] {
  return { id, externalId, provider, connected: status === 'connected', status, ...(error && { error: error.code }) };
}
