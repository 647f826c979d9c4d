export { asyncApiDocument } from './asyncapi.ts';
export { bodyMediaTypes, decodeBody, jsonMediaType, messagePackMediaTypes } from './codec.ts';
export {
  type Endpoint,
  type EndpointName,
  endpoints,
  Health,
  Readiness,
  type Reply,
  type Scope,
  SpeakHeaders,
} from './endpoints.ts';
export { WireError, type WireErrorCode, wireErrorStatus } from './error.ts';
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
  type ServerFrame,
  StartFrame,
  StopFrame,
  TextFrame,
} from './live.ts';
export { decodeMessagePack, encodeMessagePack, messagePackLimits } from './messagepack.ts';
export { defaultModel, type Model, modelFromHeader, models, speaksDialogue, textTagStyle } from './model.ts';
export { type DocumentOptions, openApiDocument } from './openapi.ts';
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
