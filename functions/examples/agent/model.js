const EVENT_MAX = 1 << 20;
const CALLS_MAX = 20;

/** The model did not answer as it should; the message may be shown to strangers. */
export class ModelError extends Error {}

/** One turn of a model that speaks OpenAI's chat completions. Gives `{text}` as it comes, and `{calls}` at the end when it calls tools. */
export async function ask(env, messages, tools, signal) {
  const response = await fetch(`${env.MODEL_URL}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${env.MODEL_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ model: env.MODEL, stream: true, messages, tools }),
    signal,
  }).catch((error) => {
    if (signal.aborted) throw error;
    console.error("the model is not reached", error);
    throw new ModelError("The model is not reached.");
  });
  if (!response.ok) {
    console.error("the model answered", response.status, (await response.text()).slice(0, 500));
    throw new ModelError(`The model answered with status ${response.status}.`);
  }
  return pieces(response.body);
}

async function* pieces(body) {
  const calls = [];
  for await (const data of events(body)) {
    if (data === "[DONE]") break;
    const delta = JSON.parse(data).choices?.[0]?.delta ?? {};
    if (delta.content) yield { text: delta.content };
    for (const part of delta.tool_calls ?? []) gather(calls, part);
  }
  if (calls.length > 0) yield { calls };
}

/** A call comes in parts: first its name, then its arguments letter by letter. */
function gather(calls, { index, id, function: part }) {
  if (!Number.isInteger(index) || index < 0 || index > calls.length || index >= CALLS_MAX) {
    throw new ModelError("The model called tools in a way that makes no sense.");
  }
  const call = (calls[index] ??= { id, type: "function", function: { name: "", arguments: "" } });
  call.function.name += part?.name ?? "";
  call.function.arguments += part?.arguments ?? "";
}

/** The data of server-sent events. */
async function* events(body) {
  let text = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.length > EVENT_MAX) throw new ModelError("The model sent an event that is too long.");
    const lines = text.split(/\r?\n/);
    text = lines.pop();
    for (const line of lines) if (line.startsWith("data:")) yield line.slice(5).trim();
  }
}
