const encoder = new TextEncoder();

/**
 * Stands in for a model where there is none: `POST /v1/chat/completions`, streamed, of OpenAI's shape. It asks the tool for an order that
 * the question names, and says what it was given. There is no understanding in it.
 */
export default {
  async fetch(request) {
    if (!request.url.endsWith("/v1/chat/completions") || request.method !== "POST") return refused(404, "There is POST /v1/chat/completions alone.");
    if (!/^Bearer \S+$/.test(request.headers.get("authorization") ?? "")) return refused(401, "A key is needed; any will do.");
    const { messages, tools, stream } = await request.json().catch(() => ({}));
    if (!Array.isArray(messages) || stream !== true) return refused(400, "messages and \"stream\": true are needed.");
    return new Response(spoken(deltas(messages, tools ?? [])), { headers: { "content-type": "text/event-stream" } });
  },
};

function deltas(messages, tools) {
  const last = messages.at(-1) ?? {};
  const order = last.role === "user" && `${last.content}`.match(/\border (\d+)/i)?.[1];
  if (order && tools.some((tool) => tool.function?.name === "order_status")) {
    const call = { name: "order_status", arguments: JSON.stringify({ order }) };
    return [{ tool_calls: [{ index: 0, id: "call_1", type: "function", function: call }] }];
  }
  const system = messages.find(({ role }) => role === "system")?.content ?? "";
  return sentences(last, system).flatMap((sentence) => [...sentence.matchAll(/\S+\s*/g)]).map(([word]) => ({ content: word }));
}

/** First the manner that it was told, then what the tool said, or else what it was given to know. */
function sentences(last, system) {
  const [prompt, ...given] = system.split("\n");
  if (last.role === "tool") return [`${prompt} I was told: ${last.content}`];
  const lines = given.filter((line) => line.startsWith("- "));
  return [`${prompt} `, ...(lines.length === 0 ? ["I know nothing about that."] : lines.map((line) => `${line.slice(2)} `))];
}

function spoken(pieces) {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const delta = left.shift();
      controller.enqueue(encoder.encode(`data: ${delta === undefined ? "[DONE]" : JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`));
      if (delta === undefined) controller.close();
    },
  });
}

function refused(status, message) {
  return Response.json({ error: { message } }, { status });
}
