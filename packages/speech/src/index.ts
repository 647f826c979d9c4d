export { AudioFormat } from './audio-format.ts';
export type { Speaker } from './casting.ts';
export { VoiceCatalogue } from './catalogue.ts';
export { recognitionEngines } from './engines/registry.gen.ts';
export { SpeechError, type SpeechErrorCode, speechErrorCodes } from './error.ts';
export { Narration, type NarrationEvent } from './narration.ts';
export { Narrator, type NarratorOptions, type Passage, warmUpNarrator } from './narrator.ts';
export { Admission } from './runtime/admission.ts';
export type { RenderOptions } from './runtime/frame.ts';
export {
  type AnalysisLimits,
  type Analyst,
  type AnalystOptions,
  createAnalyst,
} from './runtime/recordings/analyst.ts';
export type { RenderEvent, RenderSession } from './runtime/render-session.ts';
export type { RenderWatch, UtteranceWork } from './runtime/render-watch.ts';
export { createRenderer, type Renderer } from './runtime/renderer.ts';
export {
  createTranscriber,
  type TranscribeOptions,
  type Transcriber,
  type TranscriptionProgress,
} from './runtime/transcription/transcriber.ts';
export type { Engine } from './synthesizer.ts';
export { detectLanguage } from './text/language.ts';
export type { Transcript, TranscriptSegment } from './transcript.ts';
export type { Utterance, WordTiming } from './utterance.ts';
export type { Voice } from './voice.ts';
export { RecordingReport } from './voices/analysis/recording-report.ts';
export { type DesignOptions, designVoices } from './voices/design/design-voices.ts';
export { designedRecording } from './voices/design/designed-recording.ts';
export { VoiceProfile } from './voices/profile.ts';
