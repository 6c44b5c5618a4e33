// What authors write and tsc must accept.
import { env, waitUntil, WorkerEntrypoint } from "mayfly:workers";
import { env as sameEnv } from "cloudflare:workers";
import { assert, test } from "mayfly:test";
import page from "./page.html";
import table from "./table.bin";

declare global {
  namespace Mayfly {
    interface Env {
      GREETING: string;
      KEY?: string;
      LOG: Mayfly.Invocations;
      SLOWLY: Mayfly.RateLimit;
      FLAGS: Mayfly.Flags;
    }
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    ctx.waitUntil(Promise.resolve(env.GREETING));
    if (searchParams.size > 0) return Response.redirect(new URL("/", request.url), 303);
    const { success } = await env.SLOWLY.limit({ key: pathname });
    if (!success) return new Response("too fast", { status: 429 });
    const { value, reason } = await env.FLAGS.getStringDetails<"a" | "b">("page", "a", { targetingKey: pathname, plan: 5 });
    console.log(value === "b", reason === "STATIC", (await env.FLAGS.getObjectValue("sizes", { max: 1 })).max);
    const last = await env.LOG.list({ function: "hello", limit: 5 });
    console.log(last[0]?.usage.cpuNs, pathname);
    return Response.json(last, { status: 200, headers: { "cache-control": "no-store" } });
  },
} satisfies ExportedHandler<Mayfly.Env>;

/** The environment may be a type of the author's own, and handlers may be synchronous. */
export const plain: ExportedHandler<{ NAME: string }> = { fetch: (_request, { NAME }) => new Response(NAME) };

export class Entry extends WorkerEntrypoint {
  fetch(request: Request): Response {
    this.ctx.waitUntil(request.arrayBuffer());
    return new Response(this.env.GREETING + env.GREETING + sameEnv.GREETING + page, { headers: [["a", "b"]] });
  }
}

export function place({ cf }: Request): string {
  const at: [string | undefined, string | undefined] = [cf?.latitude, cf?.longitude];
  const own = new Request("https://example.com/", { cf: { cacheTtl: 5 } });
  return `${cf?.colo} ${cf?.country ?? "nowhere"} ${cf?.continent === "EU"} ${at} ${own.cf}`;
}

export async function streams(request: Request): Promise<Response> {
  const counted = new TransformStream<string, Uint8Array>({
    transform: (text, controller) => controller.enqueue(new TextEncoder().encode(text)),
  });
  const text: ReadableStream<string> = request.body!.pipeThrough(new TextDecoderStream());
  for await (const piece of text.values({ preventCancel: true })) piece.toUpperCase();
  return new Response(text.pipeThrough(counted), { headers: new Headers(request.headers) });
}

const books = new URLPattern({ pathname: "/books/:id" }, { ignoreCase: true });
export async function packed(request: Request): Promise<Response> {
  const id: string | undefined = books.exec(request.url)?.pathname.groups.id;
  if (id === undefined || !books.test("/books/1", "https://example.com/")) return new Response(books.generate("pathname", { id: "1" }));
  const reader = new FileReader();
  reader.onload = ({ loaded }) => console.log(loaded, reader.result);
  reader.readAsText(await request.blob(), "shift_jis");
  const plain = request.body!.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(plain.pipeThrough(new CompressionStream("gzip")), { headers: { "content-encoding": "gzip" } });
}

export async function pieces(request: Request): Promise<Response> {
  const reader = request.body!.getReader({ mode: "byob" });
  const { value, done } = await reader.read(new Uint8Array(4), { min: 4 });
  const source = new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: 16,
    pull(controller) {
      if (done || value === undefined) controller.close();
      else controller.enqueue(value);
      controller.byobRequest?.respond(0);
    },
  });
  return new Response(source.pipeThrough(new FixedLengthStream(4)));
}

export async function calls(signal: AbortSignal): Promise<number> {
  const answer = await fetch("https://example.com/", { method: "POST", body: new URLSearchParams({ a: "1" }), signal: AbortSignal.any([signal, AbortSignal.timeout(1000)]) });
  const order = await answer.json<{ total: number }>();
  try {
    await scheduler.wait(10, { signal });
  } catch (error) {
    if ((error as Mayfly.CallError).code === "subrequests") waitUntil(Promise.resolve());
  }
  return order.total;
}

export async function remembers(memory: Mayfly.Memory): Promise<string> {
  const profile = memory.getProfile("ann", { namespace: "support" });
  const job: Mayfly.MemoryJob = await profile.ingest([{ role: "user", content: "I moved to Turin", timestamp: new Date() }], { sessionId: "s", wait: true });
  await profile.remember({ content: "Lives in Turin", key: "home city" });
  const { candidates } = await profile.recall("where does she live", { limit: 5, thinkingLevel: "low" });
  const { confirm } = await profile.forget({ query: "Oslo" });
  if (confirm) await profile.forget({ confirm });
  return candidates[0]?.content ?? job.status;
}

export async function searches(docs: Mayfly.Search): Promise<string> {
  const notes = await docs.create({ id: "notes", chunk_size: 1000 });
  await notes.items.uploadAndPoll("a.md", "Refunds take fourteen days.", { metadata: { lang: "en" }, acl: ["ann"] });
  const { chunks, errors } = await notes.search({
    messages: [{ role: "user", content: "money back" }],
    ai_search_options: { retrieval: { max_num_results: 3, filters: { "metadata.lang": "en" }, acl: ["ann"] } },
  });
  const { hits } = await docs.search("notes", { query: "refunds", mode: "keyword" });
  return chunks[0]?.text ?? errors?.[0]?.message ?? hits[0]!.id;
}

export async function signed(data: Uint8Array): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", data, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const digest = await crypto.subtle.digest("SHA-256", table);
  return crypto.subtle.verify("HMAC", key, await crypto.subtle.sign("HMAC", key, data), digest);
}

export function passed(stream: ReadableStream): ReadableStream {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data, ports: [reply] }) => reply?.postMessage(data);
  port1.postMessage("message", [new MessageChannel().port1]);
  return structuredClone({ stream }, { transfer: [stream] }).stream;
}

export function answered(request: Request): Response {
  const [client, server] = new WebSocketPair();
  server.accept();
  server.addEventListener("message", ({ data }) => server.send(typeof data === "string" ? data.toUpperCase() : data));
  server.onclose = ({ code, wasClean }) => console.log(code, wasClean);
  const up = new WebSocket("wss://example.com/", ["chat"]);
  up.binaryType = "arraybuffer";
  return new Response(null, { status: 101, webSocket: client, headers: { "sec-websocket-protocol": request.headers.get("sec-websocket-protocol") ?? "" } });
}

export async function sealed(data: Uint8Array): Promise<ArrayBuffer> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey({ name: "ECDH", public: publicKey }, privateKey, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  return crypto.subtle.encrypt({ name: "AES-GCM", iv: crypto.getRandomValues(new Uint8Array(12)) }, key, data);
}

const timer: number = setTimeout((name: string, times: number) => name.repeat(times), 10, "a", 2);
clearTimeout(timer);

console.log(Uint8Array.fromBase64("aGk", { alphabet: "base64url" }).toHex(), new Uint8Array(2).setFromHex("ff").written, Math.sumPrecise([0.1, 0.2]));
console.log(RegExp.escape("a.b"), Iterator.concat([1], new Set([2])).toArray(), new Map<string, number>().getOrInsertComputed("key", (key) => key.length).toFixed());
Error.captureStackTrace({}, sealed);

test("tests are typed too", async () => {
  assert.deepEqual(structuredClone(new Map([[1, crypto.getRandomValues(new Uint8Array(8))]])), new Map());
  await assert.rejects(Promise.reject(new DOMException("no", "AbortError")), /no/);
});

export async function rewritten(): Promise<Response> {
  const links: string[] = [];
  class Titles {
    async element(element: Element): Promise<void> {
      for (const [name, value] of element.attributes) if (name === "href") links.push(value);
      element.setAttribute("rel", "nofollow").before("<b>", { html: true }).onEndTag((tag) => { tag.after(tag.name); });
    }
    text(text: Text): void { if (text.lastInTextNode) text.replace("!"); }
  }
  addEventListener("unhandledrejection", (event) => { console.log(event.reason); event.preventDefault(); });
  globalThis.onerror = (message, _file, line) => message.length + line;
  const events = new EventSource("https://example.com/");
  events.onmessage = ({ data, lastEventId }) => console.log(data.length, lastEventId);
  events.close();
  return new HTMLRewriter().on("a[href], h1 > *", new Titles()).onDocument({ end(end) { end.append(new Response(".")).append(new Blob(["."]).stream()); } }).transform(await fetch("https://example.com/"));
}
