/** An answer that says what was wrong (RFC 9457). */
export function problem(status, detail, headers = {}) {
  return new Response(JSON.stringify({ status, detail }), {
    status,
    headers: { ...headers, "content-type": "application/problem+json" },
  });
}
