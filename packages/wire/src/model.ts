/** Speech models that clients may name in the `model` header. */
export const models = [
  's2.1-pro',
  's2.1-pro-free',
  's2-pro',
  's1',
  's1-mini',
  'speech-1.6',
  'speech-1.5',
  'agent-x0',
] as const;
export type Model = (typeof models)[number];

export const defaultModel: Model = 's2.1-pro';

/** What listening goes by where speaking goes by its model. Clients do not name it. */
export const recognitionModel = 'transcribe-1';

const knownModels: ReadonlyMap<string, Model> = new Map(models.map((model) => [model, model]));
const firstGeneration: ReadonlySet<Model> = new Set<Model>(['s1', 's1-mini', 'speech-1.6', 'speech-1.5']);

/** The header is optional, and an unknown model is the default one. */
export function modelFromHeader(header: string | undefined): Model {
  return knownModels.get(header?.trim() ?? '') ?? defaultModel;
}

/** Whether one text may change speakers with `<|speaker:N|>`. */
export function speaksDialogue(model: Model): boolean {
  return !firstGeneration.has(model);
}

/** How cues such as `(happy)` or `[happy]` are set off from the text to speak. */
export function textTagStyle(model: Model): 'parenthesis' | 'bracket' {
  return firstGeneration.has(model) ? 'parenthesis' : 'bracket';
}
