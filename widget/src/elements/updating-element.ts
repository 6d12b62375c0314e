import { render } from 'lit/html.js';

/** Behaviour of an element that is not its rendering; what it has of these is called at their times. */
export interface Controller {
  hostConnected?(): void;
  hostUpdate?(): void;
  hostUpdated?(): void;
  hostDisconnected?(): void;
}

/** What changed since the last rendering: names of properties with their values of then. */
export type Changes = ReadonlyMap<string, unknown>;

/**
 * An element that renders itself again, once and soon, when one of its properties is set to another value. It is the part
 * of Lit's element that this frame needs, by the same names and in the same order, at a third of its weight: there are no
 * attributes to reflect, no shadow root and no styles of its own (see `LightElement`).
 */
export abstract class UpdatingElement extends HTMLElement {
  /** Names of the properties on which the rendering depends, besides those of the class that it extends. */
  static readonly properties: readonly string[] = [];

  /** Whether it was rendered before. */
  protected hasUpdated = false;
  readonly #controllers: Controller[] = [];
  #changes = new Map<string, unknown>();
  #pending = false;
  #updated = Promise.resolve();

  /** Defines the element, and its properties on its prototype. */
  static define(this: (new () => UpdatingElement) & { readonly properties: readonly string[] }, name: string): void {
    for (const property of this.properties) observe(this.prototype as UpdatingElement, property);
    customElements.define(name, this);
  }

  /** Resolves when what has changed until now was rendered. */
  get updateComplete(): Promise<void> {
    return this.#updated;
  }

  connectedCallback(): void {
    this.requestUpdate();
    for (const controller of this.#controllers) controller.hostConnected?.();
  }

  disconnectedCallback(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  addController(controller: Controller): void {
    this.#controllers.push(controller);
    if (this.isConnected) controller.hostConnected?.();
  }

  /** Renders soon; `name` and `before` tell which property has changed. */
  requestUpdate(name?: string, before?: unknown): void {
    if (name !== undefined && !this.#changes.has(name)) this.#changes.set(name, before);
    if (this.#pending) return;
    this.#pending = true;
    this.#updated = Promise.resolve().then(() => this.#update());
  }

  /** Whether there is anything to render. */
  protected shouldUpdate(): boolean {
    return true;
  }

  /** Called before each rendering; what is set here belongs to it. */
  protected willUpdate(_changes: Changes): void {}

  protected abstract render(): unknown;

  /** Called after the first rendering. */
  protected firstUpdated(): void {}

  /** Called after each rendering. */
  protected updated(_changes: Changes): void {}

  #update(): void {
    try {
      // One that was not put into the page yet is rendered when it is.
      if ((this.hasUpdated || this.isConnected) && this.shouldUpdate()) this.#render();
    } finally {
      this.#pending = false;
    }
  }

  #render(): void {
    const changes = this.#changes;
    this.willUpdate(changes);
    for (const controller of this.#controllers) controller.hostUpdate?.();
    const content = this.render();
    this.#changes = new Map();
    this.#pending = false;
    render(content, this, { host: this });
    for (const controller of this.#controllers) controller.hostUpdated?.();
    const first = !this.hasUpdated;
    this.hasUpdated = true;
    if (first) this.firstUpdated();
    this.updated(changes);
  }
}

/** Has `prototype` render again when its property `name` is set to another value. */
export function observe(prototype: UpdatingElement, name: string): void {
  const values = new WeakMap<UpdatingElement, unknown>();
  Object.defineProperty(prototype, name, {
    get(this: UpdatingElement) {
      return values.get(this);
    },
    set(this: UpdatingElement, value: unknown) {
      const before = values.get(this);
      if (Object.is(value, before)) return;
      values.set(this, value);
      this.requestUpdate(name, before);
    },
  });
}
