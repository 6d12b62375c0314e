import type { Frame } from '../app/frame.ts';
import { Watch } from './controllers/watch.ts';
import { observe, UpdatingElement } from './updating-element.ts';

/**
 * An element of the frame, rendered without a shadow root. The frame is a document of its own that nobody else's styles
 * reach, so a shadow root would guard nothing; without one, labels and descriptions find each other by id, and the style
 * sheet is there with the first paint instead of with the script.
 */
export abstract class LightElement extends UpdatingElement {
  /** The application whose state is shown. */
  declare frame: Frame | undefined;

  static {
    observe(this.prototype, 'frame');
  }

  constructor() {
    super();
    this.addController(new Watch(this));
  }
}
