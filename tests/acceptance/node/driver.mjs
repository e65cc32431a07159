// SPDX-License-Identifier: Apache-2.0
//
// Drives the official Node clients by commands: one JSON object per line on standard input, one answer
// per line on standard output, in the order in which the calls end.
//
//   {"id": 1, "sdk": "openai" | "responses" | "ai" | "ai-schema" | "ai-loop" | "anthropic" |
//    "anthropic-0" | "google", "origin": "http://...", "key": "...",
//    "prefix": "", "mode": "plain" | "streamed" | "beta" | "models" | "embeddings" | "completions" |
//    "count", "headers": {}, "request": {...}}
//
// An answer is {"id", "outcome"} where the outcome is what the client understood:
//   {text, thinking, calls: [{id, name, arguments}], stop, stopSequence, tokens: {input, cacheRead,
//    cacheWrite, output, reasoning} | null, model, events, error: {type, status, message, code,
//    requestId} | null}

import readline from 'node:readline';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import AnthropicOld from 'anthropic-sdk-0';
import { GoogleGenAI } from '@google/genai';

const TIMEOUT_MS = 20_000;

function openai({ origin, prefix, key, headers }) {
  return new OpenAI({
    baseURL: `${origin}${prefix ?? ''}/v1`,
    apiKey: key,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    defaultHeaders: headers,
  });
}

function anthropic(Client, { origin, prefix, key, headers }) {
  return new Client({
    baseURL: `${origin}${prefix ?? ''}`,
    apiKey: key,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    defaultHeaders: headers,
  });
}

async function openaiCall(command) {
  const client = openai(command);
  if (command.mode === 'models') {
    const models = [];
    for await (const model of client.models.list()) models.push(model.id);
    return { models };
  }
  if (command.mode === 'embeddings') {
    const answer = await client.embeddings.create(command.request);
    return {
      vectors: answer.data.map((one) => one.embedding),
      model: answer.model,
      tokens: answer.usage.prompt_tokens,
    };
  }
  if (command.mode === 'completions') {
    let text = '';
    let stop = '';
    if (command.request.stream) {
      for await (const chunk of await client.completions.create(command.request)) {
        text += chunk.choices[0]?.text ?? '';
        stop = chunk.choices[0]?.finish_reason ?? stop;
      }
    } else {
      const answer = await client.completions.create(command.request);
      text = answer.choices[0].text;
      stop = answer.choices[0].finish_reason;
    }
    return { text, stop };
  }
  let events = 0;
  let completion;
  if (command.mode === 'streamed') {
    const stream = client.chat.completions.stream(command.request);
    stream.on('chunk', () => events++);
    completion = await stream.finalChatCompletion();
  } else {
    completion = await client.chat.completions.create(command.request);
  }
  const choice = completion.choices[0];
  const usage = completion.usage;
  const cacheRead = usage?.prompt_tokens_details?.cached_tokens ?? 0;
  const cacheWrite = usage?.prompt_tokens_details?.cache_write_tokens ?? 0;
  return {
    text: choice.message.content ?? '',
    thinking: choice.message.reasoning_content ?? '',
    calls: (choice.message.tool_calls ?? []).map((call) => ({
      id: call.id,
      name: call.function.name,
      arguments: call.function.arguments,
    })),
    stop: choice.finish_reason,
    stopSequence: null,
    tokens: usage
      ? {
          input: usage.prompt_tokens - cacheRead - cacheWrite,
          cacheRead,
          cacheWrite,
          output: usage.completion_tokens,
          reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
        }
      : null,
    model: completion.model,
    events,
    error: null,
  };
}

async function responsesCall(command) {
  const client = openai(command);
  let events = 0;
  let response;
  if (command.mode === 'streamed') {
    const stream = client.responses.stream(command.request);
    stream.on('event', () => events++);
    response = await stream.finalResponse();
  } else {
    response = await client.responses.create(command.request);
  }
  const calls = response.output
    .filter((item) => item.type === 'function_call')
    .map((item) => ({ id: item.call_id, name: item.name, arguments: item.arguments }));
  const usage = response.usage;
  const cacheRead = usage?.input_tokens_details.cached_tokens ?? 0;
  const cacheWrite = usage?.input_tokens_details.cache_write_tokens ?? 0;
  return {
    text: response.output_text,
    thinking: '',
    calls,
    stop: response.status === 'completed' ? (calls.length ? 'tool_calls' : 'stop') : 'length',
    stopSequence: null,
    tokens: usage
      ? {
          input: usage.input_tokens - cacheRead - cacheWrite,
          cacheRead,
          cacheWrite,
          output: usage.output_tokens,
          reasoning: usage.output_tokens_details.reasoning_tokens,
        }
      : null,
    model: response.model,
    events,
    error: null,
  };
}

// Vercel's client: plain words, an object by a schema, or a loop with a tool.
async function aiCall({ origin, prefix, key, headers, mode, request, sdk }) {
  const provider = createOpenAI({ baseURL: `${origin}${prefix ?? ''}/v1`, apiKey: key, headers });
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  };
  const options = {
    model: provider(request.model),
    prompt: request.prompt,
    maxRetries: 0,
    abortSignal: AbortSignal.timeout(TIMEOUT_MS),
    providerOptions: { openai: { store: false } },
  };
  if (sdk === 'ai-schema') {
    options.output = Output.object({ schema: jsonSchema(parameters) });
  }
  if (sdk === 'ai-loop') {
    options.stopWhen = stepCountIs(3);
    options.tools = {
      weather: tool({
        description: 'Weather of a city',
        inputSchema: jsonSchema(parameters),
        execute: async ({ city }) => `sunny in ${city}`,
      }),
    };
  }
  let failed;
  const result =
    mode === 'streamed'
      ? streamText({ ...options, onError: ({ error }) => (failed = error) })
      : await generateText(options);
  const text = await result.text;
  if (failed) throw failed;
  const usage = await result.usage;
  return {
    text,
    thinking: '',
    calls: [],
    stop: await result.finishReason,
    stopSequence: null,
    tokens: {
      input: usage.inputTokens ?? 0,
      cacheRead: 0,
      cacheWrite: 0,
      output: usage.outputTokens ?? 0,
      reasoning: 0,
    },
    model: request.model,
    events: 0,
    error: null,
  };
}

async function anthropicCall(Client, command) {
  const client = anthropic(Client, command);
  if (command.mode === 'models') {
    const models = [];
    for await (const model of client.models.list()) models.push(model.id);
    return { models };
  }
  if (command.mode === 'count') {
    return { count: (await client.messages.countTokens(command.request)).input_tokens };
  }
  let events = 0;
  let message;
  if (command.mode === 'streamed') {
    const stream = client.messages.stream(command.request);
    stream.on('streamEvent', () => events++);
    message = await stream.finalMessage();
  } else if (command.mode === 'beta') {
    message = await client.beta.messages.create(command.request);
  } else {
    message = await client.messages.create(command.request);
  }
  const of = (type) => message.content.filter((block) => block.type === type);
  return {
    text: of('text').map((block) => block.text).join(''),
    thinking: of('thinking').map((block) => block.thinking).join(''),
    calls: of('tool_use').map((block) => ({
      id: block.id,
      name: block.name,
      arguments: JSON.stringify(block.input),
    })),
    stop: message.stop_reason,
    stopSequence: message.stop_sequence,
    tokens: {
      input: message.usage.input_tokens,
      cacheRead: message.usage.cache_read_input_tokens ?? 0,
      cacheWrite: message.usage.cache_creation_input_tokens ?? 0,
      output: message.usage.output_tokens,
      reasoning: message.usage.output_tokens_details?.thinking_tokens ?? 0,
    },
    model: message.model,
    events,
    error: null,
  };
}

async function googleCall({ origin, prefix, key, headers, mode, request }) {
  const client = new GoogleGenAI({
    apiKey: key,
    httpOptions: { baseUrl: `${origin}${prefix ?? ''}`, timeout: TIMEOUT_MS, headers },
  });
  if (mode === 'models') {
    const models = [];
    for await (const model of await client.models.list()) models.push(model.name);
    return { models };
  }
  if (mode === 'count') {
    const { totalTokens } = await client.models.countTokens(request);
    return { totalTokens };
  }
  const answers = [];
  if (mode === 'streamed') {
    for await (const piece of await client.models.generateContentStream(request)) {
      answers.push(piece);
    }
  } else {
    answers.push(await client.models.generateContent(request));
  }
  const parts = answers.flatMap((answer) => answer.candidates?.[0]?.content?.parts ?? []);
  const last = answers.at(-1);
  const usage = last.usageMetadata;
  return {
    text: parts.filter((part) => part.text && !part.thought).map((part) => part.text).join(''),
    thinking: parts.filter((part) => part.text && part.thought).map((part) => part.text).join(''),
    calls: parts
      .filter((part) => part.functionCall)
      .map(({ functionCall }) => ({
        id: functionCall.id ?? '',
        name: functionCall.name,
        arguments: JSON.stringify(functionCall.args ?? {}),
      })),
    stop: last.candidates?.[0]?.finishReason ?? last.promptFeedback?.blockReason ?? '',
    stopSequence: null,
    tokens: usage
      ? {
          input: usage.promptTokenCount - (usage.cachedContentTokenCount ?? 0),
          cacheRead: usage.cachedContentTokenCount ?? 0,
          cacheWrite: 0,
          output: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
          reasoning: usage.thoughtsTokenCount ?? 0,
        }
      : null,
    model: last.modelVersion ?? '',
    events: mode === 'streamed' ? answers.length : 0,
    parts,
    error: null,
  };
}

function call(command) {
  switch (command.sdk) {
    case 'google':
      return googleCall(command);
    case 'openai':
      return openaiCall(command);
    case 'responses':
      return responsesCall(command);
    case 'ai':
    case 'ai-schema':
    case 'ai-loop':
      return aiCall(command);
    case 'anthropic':
      return anthropicCall(Anthropic, command);
    case 'anthropic-0':
      return anthropicCall(AnthropicOld, command);
    default:
      throw new Error(`unknown sdk ${command.sdk}`);
  }
}

function failure(error) {
  return {
    error: {
      type: error.constructor.name,
      status: error.status ?? null,
      message: String(error.message),
      code: error.code ?? null,
      requestId: error.requestID ?? null,
    },
  };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  Promise.resolve()
    .then(() => call(command))
    .catch(failure)
    .then((outcome) => console.log(JSON.stringify({ id: command.id, outcome })));
}
