import { ask, ModelError } from "./model.js";
import { call, tools } from "./tools.js";

const TURNS_MAX = 5;
const QUESTION_MAX = 4000;

/** Answers `POST {"question"}` with server-sent events: text as the model says it, tools as it calls them. */
export default {
  async fetch(request, env) {
    if (request.method !== "POST") return problem(405, "method-not-allowed", "Ask with POST.", { allow: "POST" });
    if (!env.MODEL_KEY) return problem(500, "no-key", "The secret MODEL_KEY is not set.");
    const question = await request.json().then((body) => body?.question, () => undefined);
    if (typeof question !== "string" || question === "" || question.length > QUESTION_MAX) {
      return problem(422, "invalid-question", `question must be a text of 1 to ${QUESTION_MAX} characters.`);
    }
    const left = new AbortController();
    const signal = AbortSignal.any([request.signal, left.signal]);
    const messages = [{ role: "user", content: question }];
    try {
      const first = await ask(env, messages, tools, signal);
      return new Response(streamed(conversation(env, messages, first, signal), left), {
        headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
      });
    } catch (error) {
      if (error instanceof ModelError) return problem(502, "model-failed", error.message);
      throw error;
    }
  },
};

/** Turn by turn: what the model says is passed on, what it wants to know is looked up, until it wants nothing more. */
async function* conversation(env, messages, first, signal) {
  try {
    let turn = first;
    for (let turns = 1; ; turns++) {
      let said = "";
      let calls = [];
      for await (const piece of turn) {
        if (piece.calls !== undefined) calls = piece.calls;
        else {
          said += piece.text;
          yield event({ text: piece.text });
        }
      }
      if (calls.length === 0) return yield event({}, "done");
      if (turns === TURNS_MAX) throw new ModelError(`The model called tools in ${TURNS_MAX} turns and did not come to an end.`);
      messages.push({ role: "assistant", content: said === "" ? null : said, tool_calls: calls });
      for (const { id, function: asked } of calls) {
        yield event({ name: asked.name, arguments: asked.arguments }, "tool");
        messages.push({ role: "tool", tool_call_id: id, content: JSON.stringify(call(asked.name, asked.arguments)) });
      }
      turn = await ask(env, messages, tools, signal);
    }
  } catch (error) {
    if (!signal.aborted) console.error(error);
    return yield event({ detail: error instanceof ModelError ? error.message : "The model broke off." }, "error");
  }
}

/** Events as bytes. Who cancels need not wait for the model: it is told at once. */
function streamed(events, left) {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel(reason) {
      left.abort(reason);
    },
  });
}

function event(data, name) {
  return `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** RFC 9457. */
function problem(status, code, detail, headers = {}) {
  return Response.json({ status, code, detail }, { status, headers: { ...headers, "content-type": "application/problem+json" } });
}
