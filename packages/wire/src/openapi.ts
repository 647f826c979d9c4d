import { z } from 'zod';
import { Account, AccountPage, CreateAccount, UpdateAccount } from './account.ts';
import { AsrProgress, AsrRequest, AsrResponse, AsrSegment } from './asr.ts';
import { type Endpoint, type Reply, requestIdHeader } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints.ts';
import { inlineSchema, type JsonSchema, SchemaComponents } from './json-schema.ts';
import { ApiKey, ApiKeyPage, CreatedKey, CreateKey, Scope } from './key.ts';
import { Package, SetPackage } from './package.ts';
import { Problem, ValidationFailure, ValidationIssue, ValidationProblem } from './problem.ts';
import { SentReference } from './reference.ts';
import { TimedAudio, TimestampAlignment, TimestampSegment } from './timestamps.ts';
import { Prosody, TtsRequest } from './tts.ts';
import { UsageReport, UsageRow } from './usage.ts';
import { CreateVoice, UpdateVoice, Voice, VoicePage } from './voice.ts';
import { VoiceDesignCandidate, VoiceDesignRequest, VoiceDesignResponse } from './voice-design.ts';
import { AdminWallet, ApiCredit, GrantFreeCredit, LedgerEntry, LedgerPage, TopUp } from './wallet.ts';

export interface DocumentOptions {
  /** Version of the server that is described. */
  version?: string;
  /** Where it is reached, such as `http://127.0.0.1:8080`. */
  serverUrl?: string;
}

const namedSchemas = {
  ...{ TtsRequest, Prosody, Reference: SentReference },
  ...{ TimedAudio, TimestampAlignment, TimestampSegment },
  ...{ AsrRequest, AsrResponse, AsrSegment, AsrProgress },
  ...{ VoiceDesignRequest, VoiceDesignResponse, VoiceDesignCandidate },
  ...{ Voice, VoicePage, CreateVoice, UpdateVoice },
  ...{ ApiCredit, Package },
  ...{ Account, AccountPage, CreateAccount, UpdateAccount },
  ...{ Scope, ApiKey, ApiKeyPage, CreateKey, CreatedKey },
  ...{ AdminWallet, TopUp, GrantFreeCredit, SetPackage, LedgerEntry, LedgerPage },
  ...{ UsageReport, UsageRow },
  ...{ Problem, ValidationIssue, ValidationProblem, ValidationFailure },
};

/** The REST endpoints as an OpenAPI 3.1 document. */
export function openApiDocument({ version = '0.0.0', serverUrl = '/' }: DocumentOptions = {}) {
  described ??= describeEndpoints();
  const { paths, schemas } = described;
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shoal',
      version,
      description:
        'Text to speech over HTTP, speech to text, voices from descriptions, the voice library, the credit of accounts, and the administration of accounts, API keys, credit and usage. The live socket is described in `/asyncapi.json`.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas,
      headers: {
        [requestIdHeader.name]: {
          description: requestIdHeader.description,
          required: true,
          schema: { type: 'string' },
        },
      },
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key with the scope that the operation names. Below `/admin/v1` the admin token of the server does too.',
        },
      },
    },
  };
}

/** Takes milliseconds, and comes out the same each time. */
let described: ReturnType<typeof describeEndpoints> | undefined;

function describeEndpoints() {
  const components = new SchemaComponents(namedSchemas);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries(endpoints)) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operation(name, endpoint, components),
    };
  }
  return { paths, schemas: components.schemas };
}

function operation(name: string, endpoint: Endpoint, components: SchemaComponents) {
  const parameters = [
    ...parametersIn('path', endpoint.params),
    ...parametersIn('query', endpoint.query),
    ...parametersIn('header', endpoint.headers),
  ];
  return {
    operationId: name,
    summary: endpoint.summary,
    security: security(endpoint),
    ...(parameters.length > 0 && { parameters }),
    ...(endpoint.body && {
      requestBody: {
        required: endpoint.body.mayBeMissing !== true,
        content: content(endpoint.body.mediaTypes, components.schemaFor(endpoint.body.schema)),
      },
    }),
    responses: Object.fromEntries(
      Object.entries(endpoint.replies).map(([status, reply]) => [status, response(reply, components)]),
    ),
  };
}

function security({ scope, keyOptional }: Endpoint) {
  if (scope === null) return [];
  return [{ apiKey: [scope] }, ...(keyOptional ? [{}] : [])];
}

function parametersIn(where: 'path' | 'query' | 'header', parameters: z.ZodObject | undefined) {
  return Object.entries(parameters?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = inlineSchema(schema as z.ZodType);
    const required = !z.safeParse(schema, undefined).success;
    return { in: where, name, required, description, schema: rest };
  });
}

function response(reply: Reply, components: SchemaComponents) {
  return {
    description: reply.description,
    headers: {
      [requestIdHeader.name]: { $ref: `#/components/headers/${requestIdHeader.name}` },
      ...Object.fromEntries(
        Object.entries(reply.headers ?? {}).map(([name, description]) => [
          name,
          { description, schema: { type: 'string' } },
        ]),
      ),
    },
    content: {
      ...content(reply.mediaTypes, components.schemaFor(reply.schema)),
      ...Object.fromEntries(
        Object.entries(reply.alternatives ?? {}).map(([mediaType, schema]) => [
          mediaType,
          { schema: components.schemaFor(schema) },
        ]),
      ),
    },
  };
}

function content(mediaTypes: readonly string[], schema: JsonSchema) {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]));
}
