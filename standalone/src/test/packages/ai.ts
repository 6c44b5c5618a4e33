import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";

export default {
  async fetch(request: Request, env: { MODEL_URL: string; MODEL_KEY: string }) {
    const models = createOpenAICompatible({ name: "scripted", apiKey: env.MODEL_KEY, baseURL: env.MODEL_URL });
    return streamText({ model: models("small"), prompt: await request.text(), maxRetries: 0 }).toTextStreamResponse();
  },
};
