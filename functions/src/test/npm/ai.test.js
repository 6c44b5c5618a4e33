import { assert, test } from "mayfly:test";
import { generateObject, generateText, simulateReadableStream, stepCountIs, streamText, tool } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import { z } from "zod";

const usage = { inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 5, text: 5, reasoning: 0 } };
const finish = { type: "finish", finishReason: { unified: "stop", raw: "stop" }, usage };

test("streams a text, and its answer as the client reads it", async () => {
  const model = new MockLanguageModelV3({
    doStream: async () => ({
      stream: simulateReadableStream({ chunkDelayInMs: 1, chunks: [
        { type: "text-start", id: "1" }, ...["Hel", "lo ", "wörld"].map((delta) => ({ type: "text-delta", id: "1", delta })), { type: "text-end", id: "1" }, finish,
      ] }),
    }),
  });
  const result = streamText({ model, prompt: "Say hello" });
  const response = result.toTextStreamResponse();
  assert.ok(response.headers.get("content-type").startsWith("text/plain"), response.headers.get("content-type"));
  assert.equal(await response.text(), "Hello wörld");
  assert.equal((await result.usage).totalTokens, 8);
});

test("calls a tool and goes on with what it said", async () => {
  let step = 0;
  const model = new MockLanguageModelV3({
    doGenerate: async ({ prompt }) => {
      if (step++ === 0) return { content: [{ type: "tool-call", toolCallId: "t1", toolName: "weather", input: '{"city":"Oslo"}' }], finishReason: { unified: "tool-calls", raw: "tool" }, usage, warnings: [] };
      const told = prompt.at(-1).content[0].output.value;
      return { content: [{ type: "text", text: `It is ${told.degrees} degrees.` }], finishReason: finish.finishReason, usage, warnings: [] };
    },
  });
  const weather = tool({ description: "The weather", inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => ({ degrees: city.length }) });
  const { text, steps } = await generateText({ model, tools: { weather }, prompt: "How is Oslo?", stopWhen: stepCountIs(3) });
  assert.deepEqual([text, steps.length], ["It is 4 degrees.", 2]);
});

test("makes objects of a schema", async () => {
  const model = new MockLanguageModelV3({ doGenerate: async () => ({ content: [{ type: "text", text: '{"name":"Ada","age":36}' }], finishReason: finish.finishReason, usage, warnings: [] }) });
  const { object } = await generateObject({ model, schema: z.object({ name: z.string(), age: z.number() }), prompt: "Who?" });
  assert.deepEqual(object, { name: "Ada", age: 36 });
});
