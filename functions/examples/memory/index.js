/**
 * An assistant that remembers whom it talks to, across days: `POST /<name>` says something, `GET /<name>?q=…` asks what is known, `DELETE /<name>?q=…` has it
 * forgotten. What it would put into a model's prompt it answers itself, so that it runs without one.
 */
export default {
  async fetch(request, env) {
    try {
      return await answered(request, env);
    } catch (error) {
      const status = STATUS[error.code] ?? (error instanceof URIError ? 400 : undefined);
      if (status === undefined) throw error;
      return new Response(`${error.message}\n`, { status });
    }
  },
};

/** What whoever asks can mend; all else is not theirs. */
const STATUS = { "not-found": 404, "invalid-ingest": 400, "invalid-memory": 400, "invalid-recall": 400, "invalid-forget": 400, "limit-memory-content": 413 };

async function answered(request, env) {
  const url = new URL(request.url);
  const name = decodeURIComponent(url.pathname.slice(1));
  if (!name) return new Response("Say who you are: /ann\n", { status: 400 });
  const profile = env.MEMORY.getProfile(name, { namespace: "assistant" });
  const query = url.searchParams.get("q");
  switch (request.method) {
    case "POST":
      return said(profile, await request.text());
    case "DELETE":
      return query ? forgotten(profile, query) : Response.json(await env.MEMORY.deleteProfile(name, { namespace: "assistant" }));
    default:
      return query ? asked(profile, query) : new Response((await profile.getSummary()).summary);
  }
}

/** One session a day: what belongs together is read together. */
async function said(profile, content) {
  const now = new Date();
  const { candidates } = await profile.recall(content, { limit: 3 }).catch(nothingYet);
  const job = await profile.ingest([{ role: "user", content, timestamp: now }], { sessionId: now.toISOString().slice(0, 10), wait: true });
  return Response.json({ known: candidates.filter(trusted).map(({ content }) => content), memories: job.counts.memories });
}

async function asked(profile, query) {
  const { candidates } = await profile.recall(query, { budgetTokens: 500 }).catch(nothingYet);
  return Response.json(candidates.filter(trusted).map(({ content, sources }) => ({ content, said: sources.map(({ timestamp }) => timestamp) })));
}

/** What it would forget it tells first; here whoever asks has said so already. */
async function forgotten(profile, query) {
  const { confirm, memories } = await profile.forget({ query, limit: 1 });
  if (!confirm) return Response.json([]);
  await profile.forget({ confirm });
  return Response.json(memories.map(({ content }) => content));
}

/** Memories are data. One that gives orders does not belong into a prompt. */
const trusted = ({ suspicious }) => !suspicious;

function nothingYet(error) {
  if (error.code !== "not-found") throw error;
  return { candidates: [] };
}
