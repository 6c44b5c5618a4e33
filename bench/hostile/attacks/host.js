// Forged state: what a guest can reach of the prelude's own objects, turned against the host.

/// status-999: error answered
const response = new Response("x");
response[Symbol.for("mayfly.state")].status = 999;
return response;

/// status-fraction: error answered
const fraction = new Response("x");
fraction[Symbol.for("mayfly.state")].status = 200.5;
return fraction;

/// status-text: error answered
const broken = new Response("x");
broken[Symbol.for("mayfly.state")].statusText = "a\r\nset-cookie: b";
return broken;

/// status-text-long: error answered
const long = new Response("x");
long[Symbol.for("mayfly.state")].statusText = "a".repeat(5000);
return long;

/// list-odd: error answered
const odd = new Response("x");
odd[Symbol.for("mayfly.state")].list = "a\nb\nc";
return odd;

/// list-lines: error answered
const lines = new Response("x");
lines[Symbol.for("mayfly.state")].list = "a\rb: c\nd\re";
return lines;

/// list-nul: error answered
const nul = new Response("x");
nul[Symbol.for("mayfly.state")].list = "a\nb\u0000";
return nul;

/// list-many: error answered
const many = new Response("x");
many[Symbol.for("mayfly.state")].list = "a\nb\n".repeat(30000) + "a\nb";
return many;

/// list-wide: error answered
const wide = new Response("x");
wide[Symbol.for("mayfly.state")].list = "a\n" + "\u{1f600}".repeat(60000);
return wide;

/// list-name-long: error answered
const named = new Response("x");
named[Symbol.for("mayfly.state")].list = "a".repeat(100000) + "\nb";
return named;

/// mime: error answered
const mime = new Response("x");
mime[Symbol.for("mayfly.state")].mime = "text/plain\r\nset-cookie: a";
return mime;

/// kind-unknown: error answered broken
const kind = new Response("x");
kind[Symbol.for("mayfly.state")].kind = 77;
return kind;

/// kind-bytes: error answered
const bytes = new Response("x");
Object.assign(bytes[Symbol.for("mayfly.state")], { kind: 2, value: "not bytes", offset: 5, length: 2 ** 31 - 1 });
return bytes;

/// kind-bytes-huge: error answered heap
const huge = new Response("x");
Object.assign(huge[Symbol.for("mayfly.state")], { kind: 2, value: new ArrayBuffer(8), offset: 0, length: 2 ** 31 - 10 });
return huge;

/// kind-bytes-negative: error answered
const negative = new Response("x");
Object.assign(negative[Symbol.for("mayfly.state")], { kind: 2, value: new ArrayBuffer(8), offset: -8, length: 8 });
return negative;

/// pipe-unknown: error broken answered
const pipe = new Response("x");
Object.assign(pipe[Symbol.for("mayfly.state")], { kind: 3, value: 12345 });
return pipe;

/// pipe-own-answer: error broken answered
const loop = new Response("x");
Object.assign(loop[Symbol.for("mayfly.state")], { kind: 3, value: 1 });
return loop;

/// pipe-negative: error broken answered
const below = new Response("x");
Object.assign(below[Symbol.for("mayfly.state")], { kind: 3, value: -1 });
return below;

/// stream-forged: error broken answered
const forged = new Response("x");
Object.assign(forged[Symbol.for("mayfly.state")], { kind: 4, value: { [Symbol.for("mayfly.state")]: { queue: [] } } });
return forged;

/// status-getter: error answered cpu
const getter = new Response("x");
let times = 0;
Object.defineProperty(getter[Symbol.for("mayfly.state")], "status", { get: () => (times++ < 1 ? 200 : 99) });
return getter;

/// used-twice: error answered broken
const twice = new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(10)); c.close(); } }));
Object.defineProperty(twice[Symbol.for("mayfly.state")], "used", { get: () => false, set() {} });
ctx.waitUntil((async () => { await twice.text().catch(() => {}); })());
return twice;

/// state-bare: error answered
return { [Symbol.for("mayfly.state")]: { status: 101, statusText: "x", headers: null, list: "x", mime: "", kind: 0, used: false } };

/// state-proxy: error answered cpu
return { [Symbol.for("mayfly.state")]: new Proxy({}, { get: (_, k) => (k === "status" ? 1000 : k === "kind" ? 1 : k === "headers" ? null : "a\nb\nc") }) };

/// fetch-method: error
const request1 = new Request("http://127.0.0.1/");
request1[Symbol.for("mayfly.state")].method = "GET /x HTTP/1.1\r\nhost: y\r\n\r\n";
await fetch(request1);

/// fetch-url: error
const request2 = new Request("http://127.0.0.1/");
Object.assign(request2[Symbol.for("mayfly.state")], { url: "http://127.0.0.1/\r\nx: y", checked: true });
await fetch(request2);

/// fetch-list: error
const request3 = new Request("http://127.0.0.1/");
Object.assign(request3[Symbol.for("mayfly.state")], { headers: null, list: "a\nb\nc" });
await fetch(request3);

/// fetch-list-lines: error
const request4 = new Request("http://127.0.0.1/");
Object.assign(request4[Symbol.for("mayfly.state")], { headers: null, list: "a b\nc\rd" });
await fetch(request4);

/// fetch-redirect: error
const request5 = new Request("http://127.0.0.1/");
request5[Symbol.for("mayfly.state")].redirect = "anywhere".repeat(1000);
await fetch(request5);

/// fetch-body: error heap
const request6 = new Request("http://127.0.0.1/", { method: "POST", body: "x" });
Object.assign(request6[Symbol.for("mayfly.state")], { kind: 2, value: new ArrayBuffer(1), offset: 0, length: 2 ** 31 - 10 });
await fetch(request6);

/// fetch-get-body: error
const request7 = new Request("http://127.0.0.1/", { method: "POST", body: "x" });
request7[Symbol.for("mayfly.state")].method = "GET";
await fetch(request7);

/// fetch-wide-frame: error
const request8 = new Request("http://127.0.0.1/");
Object.assign(request8[Symbol.for("mayfly.state")], { headers: null, list: Array(60).fill("a\n" + "\u20ac".repeat(1000)).join("\n"), url: "http://127.0.0.1/" + "\u20ac".repeat(100000) });
await fetch(request8);

/// headers-state: error answered
const headers = new Headers({ a: "b" });
headers[Symbol.for("mayfly.state")].names.push("c\r\nd");
headers[Symbol.for("mayfly.state")].values.push("e\r\nf");
return new Response("x", { headers });

/// headers-state-lists: error answered
const lists = new Headers({ a: "b" });
Object.assign(lists[Symbol.for("mayfly.state")], { names: { length: 2 ** 53 - 1 }, values: {} });
return new Response("x", { headers: lists });

/// url-state: error answered
const url = new URL("http://a/");
url[Symbol.for("mayfly.state")].fields = { split: () => [{}, {}] };
url.href = "http://b/";
await fetch(url);

/// key-state: error answered
const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
Object.assign(key[Symbol.for("mayfly.state")] ?? {}, { secret: { buffer: new ArrayBuffer(1), byteOffset: 0, byteLength: 2 ** 31 - 10 }, hash: "SHA-7" });
await crypto.subtle.sign("HMAC", key, new Uint8Array(1));

/// decoder-state: error answered
const decoder = new TextDecoder();
Object.assign(decoder[Symbol.for("mayfly.state")], { encoding: "utf-7", held: new Uint8Array(3) });
decoder.decode(new Uint8Array(3));

/// stream-state: error broken answered
const stream = new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(3)); } });
Object.assign(stream[Symbol.for("mayfly.state")] ?? {}, { queue: null, reader: 7 });
return new Response(stream);

/// timer-forged: error answered
clearTimeout("__proto__");
clearTimeout({ toString: () => "constructor" });
setTimeout(() => {}, { valueOf: () => -Infinity });
setTimeout(() => {}, NaN);

/// level-forged: error answered
console.log(...Array(1e5).fill("%o%j%c%d%s"));
console.error({ toString() { throw new Error("x"); } });

/// error-proxy-code: error
throw { message: "x", get code() { return { toString: () => "subrequests" }; } };

/// handler-class: error cpu @module
export default class { constructor() { for (;;) ; } fetch() {} };

/// handler-getter: refused error cpu @module
export default { get fetch() { for (;;) ; } };

/// handler-proxy: refused error cpu @module
export default new Proxy({}, { get() { for (;;) ; }, has: () => true });

/// namespace-then: refused error cpu wall answered @module
export function then(resolve) { for (;;) ; }
export default { fetch() { return new Response("ended"); } };
