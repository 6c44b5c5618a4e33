const TOLERANCE_S = 300;

/**
 * Takes signed deliveries: header `x-signature: t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>">`, with the secret SIGNING_KEY.
 * A signature that is wrong, missing or older than five minutes is refused.
 */
export default {
  async fetch(request, env, ctx) {
    if (request.method !== "POST") return new Response("Send deliveries with POST.\n", { status: 405, headers: { allow: "POST" } });
    if (!env.SIGNING_KEY) return new Response("The secret SIGNING_KEY is not set.\n", { status: 500 });
    const body = await request.text();
    const { t, v1 } = signature(request.headers.get("x-signature"));
    if (Math.abs(Date.now() / 1000 - t) > TOLERANCE_S) return new Response("The signature is too old.\n", { status: 401 });
    if (!(await matches(env.SIGNING_KEY, `${t}.${body}`, v1))) return new Response("The signature is wrong.\n", { status: 401 });
    ctx.waitUntil(handle(body));
    return new Response(null, { status: 204 });
  },
};

function signature(header) {
  const fields = Object.fromEntries((header ?? "").split(",").map((field) => field.trim().split("=", 2)));
  return { t: Number(fields.t ?? NaN) || 0, v1: fields.v1 ?? "" };
}

async function matches(key, text, hex) {
  if (!/^[0-9a-f]{64}$/.test(hex)) return false;
  const encoder = new TextEncoder();
  const hmac = await crypto.subtle.importKey("raw", encoder.encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
  const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  return crypto.subtle.verify("HMAC", hmac, bytes, encoder.encode(text));
}

async function handle(body) {
  console.log("delivery of", body.length, "characters");
}
