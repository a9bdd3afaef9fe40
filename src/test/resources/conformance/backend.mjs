// An MCP service with what the official conformance suite asks for, on the TypeScript SDK. Prints its port.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as types from '@modelcontextprotocol/sdk/types.js';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=';
const text = value => ({ content: [{ type: 'text', text: value }] });
const image = { type: 'image', data: PNG, mimeType: 'image/png' };
const empty = { type: 'object', properties: {} };

async function steps(request, extra, each) {
  for (const step of [0, 50, 100]) {
    await each(step, request, extra);
    await sleep(50);
  }
}

const tools = {
  test_simple_text: () => text('This is a simple text response for testing.'),
  test_image_content: () => ({ content: [image] }),
  test_audio_content: () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
  test_embedded_resource: () => ({ content: [{ type: 'resource', resource: {
    uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' } }] }),
  test_multiple_content_types: () => ({ content: [{ type: 'text', text: 'Multiple content types test:' }, image,
    { type: 'resource', resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json',
      text: JSON.stringify({ test: 'data', value: 123 }) } }] }),
  test_error_handling: () => ({ isError: true, ...text('This tool intentionally returns an error for testing') }),
  test_tool_with_progress: async (request, extra) => {
    const progressToken = request.params._meta?.progressToken;
    await steps(request, extra, progress => progressToken === undefined ? undefined : extra.sendNotification(
      { method: 'notifications/progress', params: { progressToken, progress, total: 100, message: `${progress} of 100` } }));
    return text('done with progress');
  },
  test_tool_with_logging: async (request, extra) => {
    await steps(request, extra, step => extra.sendNotification(
      { method: 'notifications/message', params: { level: 'info', data: `at ${step}` } }));
    return text('done with logging');
  },
  // what follows is not of the suite, but of the tests beside it
  structured: request => ({ ...text('{"t":21.5}'), structuredContent: { t: 21.5 }, _meta: { 'test/seen': request.params._meta ?? null } }),
  wait_until_cancelled: (request, extra) => new Promise(resolve => extra.signal.addEventListener('abort', () => {
    cancelled++;
    resolve(text('cancelled'));
  })),
  cancelled_calls: () => text(String(cancelled)),
};
let cancelled = 0;

const definitions = Object.keys(tools).map(name => ({ name, description: `Tool ${name}`, inputSchema: empty }));
definitions.find(tool => tool.name === 'structured').outputSchema =
  { type: 'object', properties: { t: { type: 'number' } }, required: ['t'] };
definitions.push({
  name: 'json_schema_2020_12_tool', description: 'Tool with JSON Schema 2020-12 features',
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
    $defs: { address: { type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
    properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } }, additionalProperties: false,
  },
});

const resources = {
  'test://static-text': { mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
  'test://static-binary': { mimeType: 'image/png', blob: PNG },
};
const message = content => ({ role: 'user', content });
const prompts = {
  test_simple_prompt: { arguments: [], get: () => [message({ type: 'text', text: 'This is a simple prompt for testing.' })] },
  test_prompt_with_arguments: {
    arguments: [{ name: 'arg1', description: 'First', required: true }, { name: 'arg2', description: 'Second', required: true }],
    get: a => [message({ type: 'text', text: `Prompt with arguments: arg1='${a.arg1}', arg2='${a.arg2}'` })],
  },
  test_prompt_with_embedded_resource: {
    arguments: [{ name: 'resourceUri', description: 'What to embed', required: true }],
    get: a => [message({ type: 'resource', resource: { uri: a.resourceUri, mimeType: 'text/plain',
      text: 'Embedded resource content for testing.' } }),
    message({ type: 'text', text: 'Please process the embedded resource above.' })],
  },
  test_prompt_with_image: { arguments: [], get: () => [message(image), message({ type: 'text', text: 'Please analyze the image above.' })] },
};

function mcp() {
  const server = new Server({ name: 'conformance-backend', version: '1.0.0' },
    { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} } });
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({ tools: definitions }));
  server.setRequestHandler(types.CallToolRequestSchema, (request, extra) => {
    const tool = tools[request.params.name];
    return tool ? tool(request, extra) : { isError: true, ...text(`No tool ${request.params.name}`) };
  });
  server.setRequestHandler(types.ListResourcesRequestSchema, () => ({ resources: Object.keys(resources).map(
    uri => ({ uri, name: uri.slice(7), description: `Resource ${uri}`, mimeType: resources[uri].mimeType })) }));
  server.setRequestHandler(types.ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [{
    uriTemplate: 'test://template/{id}/data', name: 'template', description: 'A template', mimeType: 'application/json' }] }));
  server.setRequestHandler(types.ReadResourceRequestSchema, request => {
    const uri = request.params.uri;
    const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
    if (id) {
      return { contents: [{ uri, mimeType: 'application/json',
        text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }] };
    }
    if (!resources[uri]) {
      throw new types.McpError(-32002, `Resource not found: ${uri}`);
    }
    return { contents: [{ uri, ...resources[uri] }] };
  });
  server.setRequestHandler(types.ListPromptsRequestSchema, () => ({ prompts: Object.entries(prompts).map(
    ([name, prompt]) => ({ name, description: `Prompt ${name}`, arguments: prompt.arguments })) }));
  server.setRequestHandler(types.GetPromptRequestSchema, request => {
    const prompt = prompts[request.params.name];
    if (!prompt) {
      throw new types.McpError(-32602, `No prompt ${request.params.name}`);
    }
    return { messages: prompt.get(request.params.arguments ?? {}) };
  });
  server.setRequestHandler(types.CompleteRequestSchema, request => ({ completion: {
    values: ['paris', 'park', 'party'].filter(value => value.startsWith(request.params.argument.value)), total: 3, hasMore: false } }));
  return server;
}

const sessions = new Map();
const http = createServer(async (request, response) => {
  const id = request.headers['mcp-session-id'];
  let transport = id && sessions.get(id);
  if (id && !transport) {
    response.writeHead(404).end();
    return;
  }
  if (!transport) {
    transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID,
      onsessioninitialized: session => sessions.set(session, transport) });
    await mcp().connect(transport);
  }
  await transport.handleRequest(request, response);
});
http.listen(0, '127.0.0.1', () => console.log(`port ${http.address().port}`));
process.stdin.resume().on('end', () => process.exit(0)); // ends with whoever started it
