export {
  Account,
  AccountPage,
  CreateAccount,
  Role,
  UpdateAccount,
} from './account.ts';
export { AsrProgress, AsrRequest, AsrResponse, AsrSegment } from './asr.ts';
export { asyncApiDocument } from './asyncapi.ts';
export {
  bodyMediaTypes,
  decodeBody,
  eventStreamMediaType,
  formMediaType,
  jsonMediaType,
  mediaTypeOf,
  messagePackMediaTypes,
  multipartMediaType,
} from './codec.ts';
export { type Endpoint, type Reply, requestIdHeader } from './endpoints/endpoint.ts';
export { Health, Readiness } from './endpoints/operation.ts';
export { TranscribeHeaders } from './endpoints/recognition.ts';
export { ModelHeaders, SpeakHeaders } from './endpoints/speech.ts';
export { VoiceDesignHeaders } from './endpoints/voice-design.ts';
export type { CoverMediaType, RecordingMediaType } from './endpoints/voices.ts';
export { type EndpointName, endpoints } from './endpoints.ts';
export { WireError, type WireErrorCode, wireErrorStatus } from './error.ts';
export { formFields, formLimits } from './form.ts';
export { Id } from './id.ts';
export { ApiKey, ApiKeyPage, CreatedKey, CreateKey, ordinaryScopes, Scope, scopes } from './key.ts';
export {
  AudioFrame,
  type ClientFrame,
  closeCodes,
  decodeClientFrame,
  encodeServerFrame,
  FinishFrame,
  FlushFrame,
  LogFrame,
  liveLimits,
  livePath,
  liveSubprotocols,
  type ServerFrame,
  StartFrame,
  StopFrame,
  TextFrame,
  TimestampsFrame,
  timestampsFeature,
} from './live.ts';
export { decodeMessagePack, encodeMessagePack, messagePackLimits } from './messagepack.ts';
export {
  defaultModel,
  type Model,
  modelFromHeader,
  models,
  recognitionModel,
  speaksDialogue,
  textTagStyle,
} from './model.ts';
export { formatDollars, parseDollars } from './money.ts';
export { type DocumentOptions, openApiDocument } from './openapi.ts';
export { noSubscription, Package, SetPackage } from './package.ts';
export { PageQuery } from './page.ts';
export {
  Problem,
  problemBody,
  summarize,
  ValidationFailure,
  ValidationIssue,
  ValidationProblem,
  validationBody,
} from './problem.ts';
export { type Reference, referenceLimits } from './reference.ts';
export { TimedAudio, TimestampAlignment, TimestampSegment, Timestamps } from './timestamps.ts';
export {
  type AudioFormatName,
  audioFormats,
  audioMediaTypes,
  checkModel,
  Prosody,
  parseTtsRequest,
  type SampleRate,
  sampleRates,
  TtsRequest,
  textLimitBytes,
} from './tts.ts';
export { type UsageGrouping, UsageQuery, UsageReport, UsageRow, usageGroupings } from './usage.ts';
export { invalidInput, parseInput } from './validation.ts';
export {
  CreateVoice,
  ListVoicesQuery,
  UpdateVoice,
  type Visibility,
  Voice,
  VoicePage,
  voiceLimits,
} from './voice.ts';
export {
  VoiceDesignCandidate,
  VoiceDesignRequest,
  VoiceDesignResponse,
  voiceDesignModel,
} from './voice-design.ts';
export {
  AdminWallet,
  ApiCredit,
  CreditQuery,
  GrantFreeCredit,
  LedgerEntry,
  LedgerPage,
  TopUp,
} from './wallet.ts';
