// Streams that never end, are never read, or multiply.

/// enqueue-flood: heap cpu
return new Response(new ReadableStream({ start(c) { for (;;) c.enqueue(new Uint8Array(65536)); } }));

/// endless-body: answered cpu wall broken
let n = 0;
return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536).fill(n++)); } }));

/// endless-small-pieces: cpu broken
return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1)); } }));

/// endless-empty-pieces: cpu broken
return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(0)); } }));

/// body-never-comes: wall broken
return new Response(new ReadableStream({ pull: () => new Promise(() => setTimeout(() => {}, 1e9)) }));

/// body-spins: cpu broken
return new Response(new ReadableStream({ pull() { for (;;) ; } }));

/// never-read: wall broken @never-reads
return new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536)); } }));

/// never-read-whole: answered wall broken heap @never-reads
return new Response(new Uint8Array(3e7));

/// never-read-hoard: heap wall broken cpu @never-reads
const kept = [];
return new Response(new ReadableStream({ pull(c) { for (let i = 0; i < 100; i++) { const piece = new Uint8Array(65536); kept.push(piece); c.enqueue(piece); } } }));

/// upload-never-comes: wall error broken @never-sends
return new Response(await request.text());

/// upload-echo: wall error broken @never-sends
return new Response(request.body);

/// client-leaves: answered cpu wall broken @leaves
for (;;) { const t = Date.now(); while (Date.now() < t + 5); await new Promise((r) => setTimeout(r, 1)); }

/// client-leaves-listener: answered cpu wall broken @leaves
request.signal.addEventListener("abort", () => { for (;;) ; });
await new Promise((resolve) => setTimeout(resolve, 1e9));

/// client-leaves-wait: answered cpu wall broken @leaves
request.signal.addEventListener("abort", () => ctx.waitUntil((async () => { for (;;) await 0; })()));
await new Promise((resolve) => setTimeout(resolve, 1e9));

/// tee-explosion: heap cpu error
let branches = [new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1e5)); } })];
for (;;) branches = branches.flatMap((b) => b.tee());

/// tee-one-side: heap cpu
const [a, b] = new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1e5).fill(1)); } }).tee();
for await (const piece of a) piece;

/// transform-loop: cpu heap
const loop = new TransformStream({ transform(x, c) { c.enqueue(x); c.enqueue(x); } });
const writer = loop.writable.getWriter();
writer.write(1);
for await (const x of loop.readable) writer.write(x);

/// transform-spin: cpu
const spinning = new TransformStream({ transform() { for (;;) ; } });
spinning.writable.getWriter().write(1);
await spinning.readable.getReader().read();

/// pipe-to-itself: cpu error wall
const { readable, writable } = new TransformStream();
writable.getWriter().write(1);
await readable.pipeTo(writable);

/// pipe-chain: cpu heap error wall
let piped = new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1000)); } });
for (let i = 0; i < 5000; i++) piped = piped.pipeThrough(new TransformStream());
return new Response(piped);

/// writer-flood: heap cpu
const w = new WritableStream({ write: () => new Promise(() => {}) }).getWriter();
for (;;) w.write(new Uint8Array(1e5)).catch(() => {});

/// reader-flood: heap cpu
const r = new ReadableStream({}).getReader();
for (;;) r.read();

/// size-recursion: cpu error
let control;
new ReadableStream({ start(c) { control = c; } }, { highWaterMark: 1, size(x) { try { control.enqueue(x); } catch { control.enqueue(x); } return 1; } });
control.enqueue(1);

/// size-lies: heap cpu error
return new Response(new ReadableStream({ start(c) { for (;;) c.enqueue(new Uint8Array(1e6)); } }, { highWaterMark: Infinity, size: () => 0 }));

/// from-endless: cpu heap
for await (const x of ReadableStream.from((function* () { for (;;) yield 1; })())) x;

/// wrong-pieces: error broken answered
return new Response(new ReadableStream({ pull(c) { c.enqueue({ byteLength: 2 ** 31, buffer: new ArrayBuffer(1) }); } }));

/// lying-pieces: error broken cpu heap answered
class Liar extends Uint8Array { get byteLength() { return 2 ** 31 - 10; } get byteOffset() { return 0; } }
return new Response(new ReadableStream({ pull(c) { c.enqueue(new Liar(8)); c.close(); } }));

/// negative-pieces: error broken answered
class Negative extends Uint8Array { get byteLength() { return 4; } get byteOffset() { return -4; } }
return new Response(new ReadableStream({ pull(c) { c.enqueue(new Negative(8)); c.close(); } }));

/// resized-pieces: error broken answered
const shrinking = new ArrayBuffer(100, { maxByteLength: 100 });
class Shrinks extends Uint8Array { get byteLength() { shrinking.resize(1); return 100; } }
return new Response(new ReadableStream({ pull(c) { c.enqueue(new Shrinks(shrinking)); c.close(); } }));

/// detached-pieces: error broken answered
return new Response(new ReadableStream({ pull(c) { const piece = new Uint8Array(10); piece.buffer.transfer(); c.enqueue(piece); c.close(); } }));

/// large-body: answered error heap
return new Response("x".repeat(3e7));

/// body-of-bodies: cpu heap
for (;;) new Response(new Response(new Response("x".repeat(1e6)).body).body).clone().body.tee();

/// clone-explosion: heap cpu error
let responses = [new Response("x".repeat(1e5))];
for (;;) responses = responses.flatMap((x) => [x.clone(), x.clone()]);

/// blob-explosion: heap cpu error
let blob = new Blob(["x".repeat(1e5)]);
for (;;) blob = new Blob([blob, blob, blob]);

/// blob-slices: cpu heap
const whole = new Blob(["x".repeat(1e6)]);
for (;;) await whole.slice(1, 9e5).text();

/// read-all-of-endless: bufferedBody cpu error heap
await new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536)); } })).arrayBuffer();
