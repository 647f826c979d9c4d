import { z } from 'zod';
import { type Endpoint, endpoints, type Reply } from './endpoints.ts';
import { inlineSchema, type JsonSchema, SchemaComponents } from './json-schema.ts';
import { Problem, ValidationFailure, ValidationIssue, ValidationProblem } from './problem.ts';
import { SentReference } from './reference.ts';
import { Prosody, TtsRequest } from './tts.ts';

export interface DocumentOptions {
  /** Version of the server that is described. */
  version?: string;
  /** Where it is reached, such as `http://127.0.0.1:8080`. */
  serverUrl?: string;
}

/** The REST endpoints as an OpenAPI 3.1 document. */
export function openApiDocument({ version = '0.0.0', serverUrl = '/' }: DocumentOptions = {}) {
  const components = new SchemaComponents({
    TtsRequest,
    Prosody,
    Reference: SentReference,
    Problem,
    ValidationIssue,
    ValidationProblem,
    ValidationFailure,
  });
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries(endpoints)) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operation(name, endpoint, components),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shoal',
      version,
      description: 'Text to speech over HTTP. The live socket is described in `/asyncapi.json`.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the server.' },
      },
    },
  };
}

function operation(name: string, endpoint: Endpoint, components: SchemaComponents) {
  return {
    operationId: name,
    summary: endpoint.summary,
    security: endpoint.scope === null ? [] : [{ apiKey: [] }],
    ...(endpoint.headers && { parameters: headerParameters(endpoint.headers) }),
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: content(endpoint.body.mediaTypes, components.schemaFor(endpoint.body.schema)),
      },
    }),
    responses: Object.fromEntries(
      Object.entries(endpoint.replies).map(([status, reply]) => [status, response(reply, components)]),
    ),
  };
}

function headerParameters(headers: z.ZodObject) {
  return Object.entries(headers.shape).map(([name, schema]) => {
    const { description, ...rest } = inlineSchema(schema as z.ZodType);
    const required = !z.safeParse(schema, undefined).success;
    return { in: 'header', name, required, description, schema: rest };
  });
}

function response(reply: Reply, components: SchemaComponents) {
  return {
    description: reply.description,
    ...(reply.headers && {
      headers: Object.fromEntries(
        Object.entries(reply.headers).map(([name, description]) => [
          name,
          { description, schema: { type: 'string' } },
        ]),
      ),
    }),
    content: content(reply.mediaTypes, components.schemaFor(reply.schema)),
  };
}

function content(mediaTypes: readonly string[], schema: JsonSchema) {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]));
}
