// HTMLRewriter and EventSource: what is read, matched, kept and put in.

/// html-endless: cpu broken
const part = new TextEncoder().encode("<a href=x>y</a>".repeat(4000));
const endless = () => new Response(new ReadableStream({ pull(c) { c.enqueue(part); } }));
return new HTMLRewriter().on("a", { element(e) { e.setAttribute("b", "c"); } }).transform(endless());

/// html-many-tags: cpu error
const tags = "<a>".repeat(15000) + "</b>".repeat(200000);
for (;;) await new HTMLRewriter().on("a a a a", {}).transform(new Response(tags)).bytes();

/// html-selectors: cpu error
const rewriter = new HTMLRewriter();
for (let i = 0; i < 31; i++) rewriter.on("* ".repeat(63) + "*", {});
for (;;) await rewriter.transform(new Response("<a>".repeat(19000))).bytes();

/// html-long-values: cpu error
const value = new HTMLRewriter();
for (let i = 0; i < 900; i++) value.on(`[b*='${"a".repeat(1000)}b' i]`, {});
for (;;) await value.transform(new Response(`<p b="${"a".repeat(1e6)}">`)).bytes();

/// html-long-classes: cpu error
const classes = new HTMLRewriter();
for (let i = 0; i < 900; i++) classes.on(`:not(.a${i}):not(.b${i})`, {});
for (;;) await classes.transform(new Response(`<p class="${"a ".repeat(5e5)}">`)).bytes();

/// html-attributes: cpu error
for (;;) await new HTMLRewriter().on("p", { element(e) { for (let i = 0; i < 1e5; i++) e.setAttribute(`a${i % 9999}`, "b"), [...e.attributes]; } }).transform(new Response("<p>")).bytes();

/// html-deep: error
await new HTMLRewriter().on("b", {}).transform(new Response("<b>".repeat(1e6))).bytes();

/// html-distinct-children: heap error
const names = new ReadableStream({ n: 0, pull(c) { let t = ""; for (let i = 0; i < 2000; i++) t += `<x${this.n++}></x${this.n - 1}>`; c.enqueue(new TextEncoder().encode(t)); } });
for await (const piece of new HTMLRewriter().on("b:first-of-type", {}).transform(new Response(names)).body) piece;

/// html-token: error
await new HTMLRewriter().transform(new Response(new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("<a b='")); }, pull(c) { c.enqueue(new Uint8Array(65536).fill(120)); } }))).bytes();

/// html-small-pieces: cpu error broken
return new HTMLRewriter().on("a", {}).transform(new Response(new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("<a b='")); }, pull(c) { c.enqueue(new Uint8Array(1).fill(120)); } })));

/// html-inserted: error heap
await new HTMLRewriter().on("b", { element(e) { for (;;) e.append("x".repeat(1e6)); } }).transform(new Response("<b>")).bytes();

/// html-many-rewriters: heap cpu
const held = [];
for (;;) {
  const response = new HTMLRewriter().on("b", { element(e) { e.append("x".repeat(1e6)); } }).transform(new Response(new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("<b>")); } })));
  held.push(response.text());
  await null;
}

/// html-chain: heap cpu error
let chain = new Response("<b>x</b>".repeat(1000));
for (;;) chain = new HTMLRewriter().on("b", { element(e) { e.append("y"); } }).transform(chain);

/// html-handler-hangs: wall error broken
return new HTMLRewriter().on("b", { element: () => new Promise(() => setTimeout(() => {}, 1e9)) }).transform(new Response("<b>"));

/// html-selector-text: cpu error
for (;;) for (const text of ["a".repeat(3e7), ":not(".repeat(200), "[a='" + "\\".repeat(1000), ":nth-child(" + "9".repeat(900) + ")"]) { try { new HTMLRewriter().on(text, {}); } catch {} }

/// html-stack: cpu error
const dive = () => { try { dive(); } finally { new HTMLRewriter().on("a > b:not(.c)", {}).transform(new Response("<a>")).text().catch(() => {}); } };
for (;;) { try { dive(); } catch {} }

/// events-endless-line: error answered cpu
const line = EventSource.from(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536).fill(120)); } }));
return new Response(await new Promise((resolve) => { line.onerror = (e) => resolve(e.message); }));

/// events-endless-data: error answered cpu
const event = EventSource.from(new ReadableStream({ pull(c) { c.enqueue(new TextEncoder().encode("data: x\n".repeat(8000))); } }));
return new Response(await new Promise((resolve) => { event.onerror = (e) => resolve(e.message); }));

/// events-flood: cpu
const flood = EventSource.from(new ReadableStream({ pull(c) { c.enqueue(new TextEncoder().encode("data: x\n\n".repeat(7000))); } }));
await new Promise((resolve) => { flood.onerror = resolve; });

/// error-events-loop: cpu heap answered error
addEventListener("error", () => { reportError(new Error("again")); throw new Error("and again"); });
globalThis.onerror = () => { reportError(1); };
addEventListener("unhandledrejection", () => { Promise.reject(new Error("more")); });
Promise.reject(new Error("first"));
await new Promise((resolve) => setTimeout(resolve, 5));
