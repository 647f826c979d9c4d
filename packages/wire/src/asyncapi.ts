import type { z } from 'zod';
import { messagePackMediaTypes } from './codec.ts';
import { ModelHeaders } from './endpoints/speech.ts';
import { inlineSchema, SchemaComponents } from './json-schema.ts';
import {
  AudioFrame,
  closeCodes,
  FinishFrame,
  FlushFrame,
  LogFrame,
  livePath,
  liveSubprotocols,
  StartFrame,
  StopFrame,
  TextFrame,
  TimestampsFrame,
} from './live.ts';
import type { DocumentOptions } from './openapi.ts';
import { SentReference } from './reference.ts';
import { Prosody, TtsRequest } from './tts.ts';

const clientFrames = { StartFrame, TextFrame, FlushFrame, StopFrame };
const serverFrames = { AudioFrame, TimestampsFrame, FinishFrame, LogFrame };

const { name, keyPrefix, modelPrefix } = liveSubprotocols;

const forPages = `For pages, which cannot send headers with a WebSocket: they offer the subprotocols \`${name}\` and \`${keyPrefix}\` followed by an API key, and \`${modelPrefix}\` followed by a model if they want one. What follows is percent-encoded where it is not allowed in a subprotocol. The server answers with \`${name}\`. It takes no key from the address.`;

/** The live socket as an AsyncAPI 3.0 document, seen from the server. */
export function asyncApiDocument({
  version = '0.0.0',
  serverUrl = 'http://127.0.0.1:8080',
}: DocumentOptions = {}) {
  described ??= describeFrames();
  const { messages, schemas } = described;
  const { protocol, host } = new URL(serverUrl);
  return {
    asyncapi: '3.0.0',
    info: { title: 'Shoal live', version, description: 'Text in, speech out, over one WebSocket.' },
    defaultContentType: messagePackMediaTypes[0],
    servers: {
      server: {
        host,
        protocol: protocol === 'https:' ? 'wss' : 'ws',
        security: [
          { $ref: '#/components/securitySchemes/apiKey' },
          { $ref: '#/components/securitySchemes/subprotocol' },
        ],
      },
    },
    channels: {
      live: {
        address: livePath,
        description: `Binary messages, each one MessagePack map. The server closes with one of these codes:\n${closeCodeList()}`,
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: { ws: { method: 'GET', headers: inlineSchema(ModelHeaders), bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      listen: operation('receive', 'Takes text and commands.', clientFrames),
      speak: operation('send', 'Sends audio while it is made, then how it ended.', serverFrames),
    },
    components: {
      schemas,
      messages,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the server.' },
        subprotocol: {
          type: 'httpApiKey',
          in: 'header',
          name: 'Sec-WebSocket-Protocol',
          description: forPages,
        },
      },
    },
  };
}

/** Takes milliseconds, and comes out the same each time. */
let described: ReturnType<typeof describeFrames> | undefined;

function describeFrames() {
  const frames = { ...clientFrames, ...serverFrames };
  const components = new SchemaComponents({ ...frames, TtsRequest, Prosody, Reference: SentReference });
  const messages = Object.fromEntries(
    Object.entries(frames).map(([name, schema]) => [
      name,
      { name, summary: schema.description, payload: components.schemaFor(schema) },
    ]),
  );
  return { messages, schemas: components.schemas };
}

function operation(action: 'receive' | 'send', summary: string, frames: Record<string, z.ZodType>) {
  return {
    action,
    summary,
    channel: { $ref: '#/channels/live' },
    messages: Object.keys(frames).map((name) => ({ $ref: `#/channels/live/messages/${name}` })),
  };
}

function closeCodeList(): string {
  return Object.values(closeCodes)
    .map(({ code, meaning }) => `- ${code}: ${meaning}`)
    .join('\n');
}
