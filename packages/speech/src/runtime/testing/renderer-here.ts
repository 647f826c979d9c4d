import { createEncoderFactory } from '../../audio/encoders/index.ts';
import { VoiceCatalogue } from '../../catalogue.ts';
import { engines } from '../../engines/registry.gen.ts';
import { Admission } from '../admission.ts';
import { directLink } from '../direct-link.ts';
import type { ReplyFrame, RequestFrame } from '../frame.ts';
import { Render } from '../render.ts';
import { createRenderer, type Renderer } from '../renderer.ts';
import { Studio } from '../studio.ts';

/** A renderer whose engines, those with the given ids, run in this process. */
export async function rendererHere(...ids: string[]): Promise<Renderer & AsyncDisposable> {
  const wanted = engines.filter((engine) => ids.includes(engine.manifest.id));
  const studio = new Studio(await createEncoderFactory());
  await Promise.all(wanted.map((engine) => studio.load(engine)));
  const renderer = createRenderer({
    catalogue: new VoiceCatalogue(wanted),
    admission: new Admission({ places: 8, longestQueue: 8 }),
    dial: async () => {
      const [near, far] = directLink<RequestFrame, ReplyFrame>();
      new Render(far, studio);
      return near;
    },
  });
  return { ...renderer, [Symbol.asyncDispose]: () => studio.close() };
}
