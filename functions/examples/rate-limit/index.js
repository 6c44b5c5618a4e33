/** Lets each key of the API ask so often, and says so to those who ask more. */
export default {
  async fetch(request, env) {
    const key = request.headers.get("x-api-key");
    if (!key) return problem(401, "no-key", "Say who you are in X-Api-Key.");
    const { success } = await env.PER_KEY.limit({ key });
    if (!success) return problem(429, "too-fast", "Five requests in ten seconds; wait a little.", { "retry-after": "2" });
    return Response.json({ answer: 42 });
  },
};

/** RFC 9457. */
function problem(status, code, detail, headers = {}) {
  return Response.json(
    { title: code.replaceAll("-", " "), status, code, detail },
    { status, headers: { ...headers, "content-type": "application/problem+json" } },
  );
}
