import OpenAI from "openai";

export default {
  async fetch(request: Request, env: { MODEL_URL: string; MODEL_KEY: string }) {
    const client = new OpenAI({ apiKey: env.MODEL_KEY, baseURL: env.MODEL_URL, maxRetries: 0 });
    const pieces = await client.chat.completions.create({
      model: "small", stream: true, messages: [{ role: "user", content: await request.text() }],
    });
    let said = "";
    for await (const piece of pieces) said += piece.choices[0]?.delta?.content ?? "";
    return new Response(said);
  },
};
