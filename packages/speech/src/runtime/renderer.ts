import type { VoiceCatalogue } from '../catalogue.ts';
import type { Admission } from './admission.ts';
import type { RenderOptions } from './frame.ts';
import type { Dial } from './link.ts';
import { RenderSession } from './render-session.ts';
import type { RenderWatch } from './render-watch.ts';

/** Turns utterances into audio streams, wherever the engines are. What the gateway speaks through. */
export interface Renderer {
  readonly catalogue: VoiceCatalogue;
  open(options: RenderOptions): RenderSession;
}

export interface RendererOptions {
  dial: Dial;
  admission: Admission;
  catalogue: VoiceCatalogue;
  onFailOver?: (failures: number) => void;
  /** Gives what is told about a render that begins now. */
  watch?: (() => RenderWatch | undefined) | undefined;
}

export function createRenderer(options: RendererOptions): Renderer {
  return {
    catalogue: options.catalogue,
    open: (render) => new RenderSession({ ...render, ...options, watch: options.watch?.() }),
  };
}
