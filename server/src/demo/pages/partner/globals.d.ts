/** The host SDK's global, as far as this page uses it; its own declarations are `@inlay/widget/host`. */
interface DemoFrame {
  on(type: string, listener: (payload: Record<string, unknown>) => void): () => void;
  navigate(path: string): void;
  update(changes: { readonly theme?: string; readonly locale?: string; readonly title?: string }): void;
  renew(): void;
  destroy(): void;
}

declare const inlay: {
  mount(
    target: Element,
    options: {
      readonly getLink: () => Promise<{ readonly url: string }>;
      readonly path?: string;
      readonly theme?: string;
      readonly locale?: string | undefined;
      readonly title?: string;
    },
  ): DemoFrame;
};
