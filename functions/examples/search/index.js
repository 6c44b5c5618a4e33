/** A search page's other half: `PUT /notes/<id>` keeps a note, `GET /?q=…` finds notes by their words and their meaning. */
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (request.method === "PUT" && url.pathname.startsWith("/notes/")) {
      await env.NOTES.putIndex("notes", {});
      const id = decodeURIComponent(url.pathname.slice("/notes/".length));
      return Response.json(await env.NOTES.putDocument("notes", id, { fields: { text: await request.text() } }, true));
    }
    const query = url.searchParams.get("q");
    if (!query) return new Response("Ask with ?q=…\n", { status: 400 });
    const { hits } = await env.NOTES.search("notes", { query, limit: 5, highlight: true });
    return Response.json(hits.map(({ id, score, text, highlights }) => ({ id, score, text: highlights?.text?.[0] ?? text })));
  },
};
