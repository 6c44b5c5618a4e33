import { assert, test } from "mayfly:test";
import OpenAI from "openai";

// An endpoint that says what it was told to say, and keeps what it was asked.
function scripted(...answers) {
  const asked = [];
  const client = new OpenAI({
    apiKey: "sk-test", baseURL: "https://models.test/v1", maxRetries: 1,
    fetch: async (url, init) => {
      asked.push({ url: `${url}`, method: init.method, authorization: new Headers(init.headers).get("authorization"), body: init.body === undefined ? undefined : JSON.parse(init.body) });
      return answers.shift();
    },
  });
  return { client, asked };
}

test("asks for a completion", async () => {
  const { client, asked } = scripted(Response.json({ id: "c1", object: "chat.completion", choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello!" } }], usage: { total_tokens: 7 } }));
  const completion = await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: "Hi" }] });
  assert.deepEqual([completion.choices[0].message.content, completion.usage.total_tokens], ["Hello!", 7]);
  assert.deepEqual(asked, [{ url: "https://models.test/v1/chat/completions", method: "POST", authorization: "Bearer sk-test", body: { model: "m", messages: [{ role: "user", content: "Hi" }] } }]);
});

test("reads a stream piece by piece", async () => {
  const piece = (content) => `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] })}\n\n`;
  const bytes = new TextEncoder().encode(`${piece("Gr")}${piece("üße")}data: [DONE]\n\n`);
  const body = new ReadableStream({ start(controller) {
    for (let at = 0; at < bytes.length; at += 11) controller.enqueue(bytes.slice(at, at + 11));
    controller.close();
  } });
  const { client } = scripted(new Response(body, { headers: { "content-type": "text/event-stream" } }));
  let text = "";
  for await (const chunk of await client.chat.completions.create({ model: "m", stream: true, messages: [] })) text += chunk.choices[0]?.delta?.content ?? "";
  assert.equal(text, "Grüße");
});

test("tries again where that may help, and tells of errors", async () => {
  const failure = (status, message) => Response.json({ error: { message, type: "t", code: "c" } }, { status, headers: { "retry-after-ms": "1" } });
  const retried = scripted(failure(500, "busy"), Response.json({ object: "list", data: [{ id: "m", object: "model" }] }));
  assert.equal((await retried.client.models.list()).data[0].id, "m");
  assert.equal(retried.asked.length, 2);
  const refused = scripted(failure(401, "no such key"));
  try {
    await refused.client.models.list();
    assert.ok(false, "it was not refused");
  } catch (error) {
    assert.deepEqual([error instanceof OpenAI.AuthenticationError, error.status, error.code, /no such key/.test(error.message)], [true, 401, "c", true]);
  }
});
