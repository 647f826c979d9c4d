export type { Account, Credits, CreditsParams, Package } from './account.ts';
export type { ASR, ASRResponse, ASRSegment, TranscribeParams, TranscriptEvent } from './asr.ts';
export type { AudioOutput } from './audio-output.ts';
export type { AudioStream } from './audio-stream.ts';
export type { FileBytes } from './body.ts';
export { FishAudio } from './client.ts';
export type { Conversation } from './conversation.ts';
export {
  APIError,
  type APIErrorDetails,
  AuthenticationError,
  ConnectionError,
  FishAudioError,
  InsufficientCreditError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  ValidationError,
  type ValidationIssue,
  WebSocketError,
} from './errors.ts';
export type { FlushEvent, LiveText, TextEvent, WebSocketOptions } from './live.ts';
export { iterWebsocketAudio } from './live-frames.ts';
export type { ClientOptions, Query, RequestOptions } from './options.ts';
export type { Playable } from './pieces.ts';
export { type PlayerCommand, type PlayOptions, play, stream } from './play.ts';
export { save } from './save.ts';
export type {
  AudioFormat,
  LatencyMode,
  Model,
  Prosody,
  ReferenceAudio,
  SpeechOptions,
  TTSConfig,
} from './speech-request.ts';
export type { TimedSpeech, TimedWord, WholeTimedSpeech } from './timed-speech.ts';
export type { SpeechParams, TTS } from './tts.ts';
export type { DesignVoiceParams, VoiceCandidate } from './voice-design.ts';
export type { VoiceList } from './voice-list.ts';
export type {
  CreateVoiceParams,
  ListVoicesParams,
  UpdateVoiceParams,
  Visibility,
  Voice,
  VoiceAuthor,
  VoicePage,
  VoiceSample,
  Voices,
} from './voices.ts';
export type { WebSocketConstructor, WebSocketInit, WebSocketLike } from './web-socket.ts';
export { type TTSRequest, WebSocketSession } from './web-socket-session.ts';
