/** Greets as a flag says, and searches anew for those who have the new search. */
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const plan = request.headers.get("x-plan") ?? "free";
    const greeting = await env.FLAGS.getStringValue("greeting", "Hello", { plan });
    const { value: fresh, variant, reason } = await env.FLAGS.getBooleanDetails("new-search", false, { plan });
    const search = fresh ? "fuzzy" : "exact";
    return Response.json({ greeting: `${greeting}, ${url.searchParams.get("name") ?? "you"}!`, search, variant, reason });
  },
};
