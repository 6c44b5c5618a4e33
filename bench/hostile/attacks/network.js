// What leaves the isolate: fetches, answers, logs.

/// fetch-storm: subrequests
for (;;) await fetch("http://127.0.0.1/").catch((e) => { if (e.code === "subrequests") throw e; });

/// fetch-storm-caught: cpu heap subrequests
for (;;) fetch("http://127.0.0.1/").catch(() => {});

/// fetch-itself: subrequests answered error
const own = await Promise.allSettled(Array.from({ length: 40 }, () => fetch(request.url)));
if (own.some((x) => x.status === "fulfilled")) return new Response("leak: it reached itself");

/// fetch-metadata: error
for (const host of ["169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "metadata.google.internal", "0xa9fea9fe", "2852039166"]) {
  try { const r = await fetch(`http://${host}/latest/`); return new Response("leak: " + r.status); } catch {}
}
throw new Error("nobody there");

/// fetch-platform: error
for (const url of ["http://localhost:8080/v1/accounts", "http://127.0.0.1:8081/q/metrics", "http://[::1]:8080/", "http://0:8080/", "http://127.1:8081/", "http://[::ffff:127.0.0.1]:8080/"]) {
  try { const r = await fetch(url); return new Response("leak: " + r.status); } catch {}
}
throw new Error("nobody there");

/// fetch-schemes: error
for (const url of ["file:///etc/passwd", "ftp://127.0.0.1/", "unix:/run/x", "gopher://127.0.0.1/", "blob:x", "http:\\\\127.0.0.1", "//127.0.0.1/"]) {
  try { const r = await fetch(url); return new Response("leak: " + url + r.status); } catch {}
}
throw new Error("nobody there");

/// fetch-upload-endless: wall error subrequests cpu
await fetch("http://192.0.2.1/", { method: "POST", body: new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(65536)); } }), duplex: "half" });

/// fetch-upload-hoard: heap error cpu wall
await fetch("http://192.0.2.1/", { method: "POST", body: new ReadableStream({ start(c) { for (;;) c.enqueue(new Uint8Array(65536)); } }), duplex: "half" });

/// fetch-large-body: error heap cpu
await fetch("http://192.0.2.1/", { method: "POST", body: "x".repeat(3e7) });

/// fetch-large-pieces: heap error cpu subrequests
const uploads = [];
for (let i = 0; i < 40; i++) uploads.push(fetch("http://192.0.2.1/", { method: "POST", duplex: "half", body: new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(2e7)); } }) }));
await Promise.all(uploads);

/// fetch-hang-up-storm: cpu error subrequests
const aborter = new AbortController();
fetch("http://192.0.2.1/", { signal: aborter.signal }).catch(() => {});
const state = aborter.signal[Symbol.for("mayfly.state")];
const stops = [state.listeners, state.callbacks, ...Object.values(state)].flat(3).map((x) => x?.callback ?? x).filter((x) => typeof x === "function");
for (;;) for (const stop of stops) try { stop(); } catch {}

/// fetch-long-url: error
await fetch("http://127.0.0.1/" + "a".repeat(1e6));

/// fetch-many-headers: error cpu heap
await fetch("http://127.0.0.1/", { headers: Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ["a" + i, "b"])) });

/// fetch-abort-storm: subrequests cpu error
for (;;) { const c = new AbortController(); const f = fetch("http://192.0.2.1/", { signal: c.signal }); c.abort(); await f.catch((e) => { if (e.code === "subrequests") throw e; }); }

/// binding-storm: cpu error
for (let i = 0; ; i++) await env.NOBODY.call();

/// log-flood: cpu
for (;;) console.log("x".repeat(1000));

/// log-huge: cpu heap error answered
console.log("x".repeat(3e7));

/// log-shared: cpu heap error answered
let dag = {};
for (let i = 0; i < 40; i++) dag = { a: dag, b: dag };
console.log(dag);

/// log-deep: answered error cpu
let deep = [];
for (let i = 0; i < 1e5; i++) deep = [deep];
console.log(deep);

/// log-getters: cpu error answered
console.log({ get a() { for (;;) ; } }, new Proxy({}, { ownKeys() { for (;;) ; } }));

/// log-array: cpu heap answered
console.log(new Array(2 ** 32 - 1), new Uint8Array(6e7));

/// log-lines: answered
console.log("a\r\nlevel=ERROR forged\u0000\u001b[2J\ud800");

/// log-table: cpu heap error answered
console.table?.(Array(1e6).fill({ a: 1 }));
for (;;) console.time?.("x" + Math.random());

/// log-groups: cpu heap error
for (;;) console.group?.("x");

/// header-flood: error
const headers = new Headers();
for (let i = 0; ; i++) headers.append("x-" + i, "y");

/// header-long: error
return new Response("", { headers: { a: "b".repeat(1e6) } });

/// header-name-long: error answered
return new Response("", { headers: { ["a".repeat(50000)]: "b" } });

/// header-many: error answered wall
return new Response("", { headers: Array.from({ length: 999 }, (_, i) => ["x-" + i, "y"]) });

/// header-cookies: error answered
const cookies = new Headers();
for (let i = 0; i < 900; i++) cookies.append("set-cookie", "a=" + "b".repeat(100));
return new Response("", { headers: cookies });

/// header-walk: cpu error
const walked = new Headers([["a", "b"]]);
let turn = 0;
for (const [name] of walked) walked.append("b" + turn++, name);

/// header-split: error
return new Response("", { headers: { a: "b\r\nset-cookie: c" } });

/// header-hop: answered
return new Response("x", { headers: { connection: "close", "transfer-encoding": "chunked", "content-length": "99999", upgrade: "h2c", "mayfly-invocation": "forged" } });

/// status-text-long: error answered
return new Response("", { statusText: "x".repeat(1e5) });

/// status-text-2000: error answered
return new Response("", { statusText: "x".repeat(2000) });

/// status-text-lines: error
return new Response("", { statusText: "OK\r\nset-cookie: a=b" });

/// status-odd: error
return new Response("", { status: 101 });

/// redirect-script: answered error
return Response.redirect("javascript:alert(1)");

/// answer-null: error
return null;

/// answer-proxy: error answered cpu
return new Proxy(new Response("x"), { get() { for (;;) ; } });

/// answer-subclass: answered error
return new (class extends Response { get status() { return 9999; } get headers() { return { forEach: 1 }; } })("x");

/// throw-odd: error cpu
throw { get message() { return "m"; }, get stack() { for (;;) ; } };

/// throw-proxy: error cpu
throw new Proxy({}, { get() { for (;;) ; }, has() { return true; }, getPrototypeOf() { for (;;) ; } });

/// throw-huge: error heap cpu
const e = new Error("x".repeat(3e7));
e.stack = "y".repeat(3e7);
throw e;

/// throw-lines: error
const many = new Error("x");
many.stack = "    at f (index.js:1:1)\n".repeat(1e6);
throw many;

/// throw-null: error
throw null;

/// throw-forged-code: error
throw Object.assign(new Error("x"), { code: "subrequests", name: "a\r\nb" });
