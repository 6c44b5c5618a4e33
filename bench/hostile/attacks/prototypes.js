// Changed builtins: they may hurt who changed them, but must show nothing of the host and of other invocations.

/// object-setters: answered error cpu
const seen = [];
for (const name of ["host", "web", "kit", "part", "value", "get", "respond", "write", "fetch", "call", "0", "1", "2", "next", "then", "done", "callback", "state"]) {
  Object.defineProperty(Object.prototype, name, { set(v) { seen.push(v); Object.defineProperty(this, name, { value: v, writable: true, configurable: true, enumerable: true }); }, get() { return undefined; }, configurable: true });
}
try { await fetch("http://127.0.0.1/").catch(() => {}); new URL("http://a/?b").searchParams.get("b"); console.log({ a: 1 }); await new Response("x").text(); new Headers({ a: "b" }); } catch {}
for (const v of seen) if (typeof v === "object" && v !== null && typeof v.respond === "function") return new Response("leak: host");

/// function-call: answered error cpu
const got = [];
const { call, apply, bind } = Function.prototype;
for (const [name, original] of Object.entries({ call, apply, bind })) Function.prototype[name] = function (...a) { got.push(this, ...a); return Reflect.apply(original, this, a); };
try { await fetch("http://127.0.0.1/").catch(() => {}); console.log("x"); setTimeout(() => {}, 1); await new Response(ReadableStream.from([new Uint8Array(1)])).text(); } catch {}
for (const v of got) if (v?.respond !== undefined || v?.part !== undefined) return new Response("leak: host");

/// array-methods: answered error cpu
const taken = [];
for (const name of Object.getOwnPropertyNames(Array.prototype)) {
  const original = Array.prototype[name];
  if (typeof original !== "function" || name === "constructor") continue;
  Array.prototype[name] = function (...a) { taken[taken.length] = this; for (let i = 0; i < a.length; i++) taken[taken.length] = a[i]; return Reflect.apply(original, this, a); };
}
try { await fetch("http://127.0.0.1/").catch(() => {}); console.log([1]); new Headers([["a", "b"]]); setTimeout(() => {}, 1, 2); } catch {}
for (let i = 0; i < taken.length; i++) if (taken[i]?.respond !== undefined || taken[i]?.part !== undefined) return new Response("leak: host");

/// promise-then: answered error cpu wall
const then = Promise.prototype.then;
const values = [];
Promise.prototype.then = function (a, b) { return Reflect.apply(then, this, [(v) => { values.push(v); return a?.(v); }, b]); };
try { await (await fetch("http://127.0.0.1/").catch(() => new Response("x"))).text(); } catch {}
for (const v of values) if (v?.respond !== undefined) return new Response("leak: host");

/// promise-then-never: answered error wall cpu
Promise.prototype.then = function () { return new Promise(() => {}); };

/// promise-species: answered error cpu
let constructed = 0;
Object.defineProperty(Promise, Symbol.species, { get() { constructed++; return function (run) { run(() => {}, () => {}); }; } });
await fetch("http://127.0.0.1/").catch(() => {});

/// json-methods: answered error
JSON.stringify = () => "{\"forged\":true}\r\n";
JSON.parse = () => { throw new Error("x"); };
console.log({ a: 1 });
return Response.json({ a: 1 });

/// regexp-test: error answered
RegExp.prototype.test = () => false;
return new Response("x", { headers: { "a\r\nb": "c\r\nd: e", "f:g": "\u0000" }, statusText: "x\r\ny: z" });

/// regexp-exec: error answered
RegExp.prototype.exec = () => null;
return new Response("x", { headers: { "a b": "c\r\nd: e" }, statusText: "x\r\ny: z" });

/// regexp-token: error answered
RegExp.prototype.test = () => true;
return new Response("x", { headers: [["a\nb\nc", "d"], ["", "x"]] });

/// regexp-fetch: error answered
RegExp.prototype.test = () => true;
await fetch("file:///etc/passwd\r\n", { method: "GET /x HTTP/1.1\r\nhost: y", headers: { "a\r\nb": "c" } });

/// string-methods: error answered
String.prototype.toLowerCase = () => "set-cookie\r\nx";
String.prototype.replace = function () { return "a\r\nb"; };
String.prototype.split = () => ["a", "b", "c"];
return new Response("x", { headers: { a: "b" } });

/// string-to-well-formed: error answered
String.prototype.toWellFormed = () => ({ length: 2 ** 53 });
new URL("http://a/");

/// number-replaced: error answered
globalThis.Number = () => 700;
return new Response("x", { status: 200 });

/// array-includes: error answered
Array.prototype.includes = () => true;
return Response.redirect("http://a/", 777);

/// array-iterator: error answered cpu
const proto = Object.getPrototypeOf([][Symbol.iterator]());
proto.next = () => ({ done: false, value: "x" });
return new Response("x", { headers: { a: "b" } });

/// array-species: answered error
Object.defineProperty(Array, Symbol.species, { get() { return class extends Array { constructor(...a) { super(...a); this.polluted = 1; } }; } });
console.log([1, 2].map(String));
new URLSearchParams("a=b&c=d").delete("a");

/// error-prepare: answered error
Error.prepareStackTrace = (e, frames) => { for (const f of frames ?? []) if (f.getThis?.()?.respond || f.getFunction?.()?.name === "install") throw "leak"; return "x"; };
try { null.x; } catch (e) { if (String(e.stack).includes("prelude")) return new Response("leak: " + e.stack); }

/// error-caller: error answered
function who() { return who.caller; }
const probe = { toString() { const c = (function f() { return arguments.callee?.caller; })(); if (c) throw new Response("leak"); return "x"; } };
new URL(probe, "http://a/");

/// proxy-global: answered error
const before = Object.getPrototypeOf(globalThis);
const asked = [];
Object.setPrototypeOf(globalThis, new Proxy(before, { get(t, k, r) { const v = Reflect.get(t, k, r); asked.push(v); return v; }, has: () => true }));
console.log(typeof fetch, typeof host, typeof kit);
for (const v of asked) if (v?.respond !== undefined) return new Response("leak: host");

/// global-prototype: answered error
const behind = Object.getPrototypeOf(globalThis);
for (const key of [...Reflect.ownKeys(behind), Symbol.for("mayfly.workers"), Symbol.for("mayfly.state")]) {
  const v = behind[key];
  if (v?.respond !== undefined || v?.part !== undefined || v?.host !== undefined) return new Response("leak: " + String(key));
}

/// global-setters: answered error
let leaked = null;
for (const name of ["Response", "Request", "fetch", "console", "self", "env"]) Object.defineProperty(globalThis, name, { get: () => undefined, set(v) { leaked = v; }, configurable: true });

/// symbol-for: answered error
for (const name of ["mayfly.state", "mayfly.workers", "mayfly.host", "mayfly.kit", "host"]) {
  const v = globalThis[Symbol.for(name)];
  if (v?.respond !== undefined || v?.host !== undefined) return new Response("leak: " + name);
}

/// array-buffer: answered error cpu
const Real = ArrayBuffer;
const raw = [];
globalThis.ArrayBuffer = new Proxy(Real, { construct(t, a) { raw.push(a[0]); return Reflect.construct(t, a); } });
new TextEncoder().encode("x");
await crypto.subtle.digest("SHA-1", new Uint8Array(1));
for (const v of raw) if (typeof v === "object" && v !== null && !(v instanceof Real)) return new Response("leak: a host buffer " + Object.prototype.toString.call(v));

/// object-to-string: answered error
Object.prototype.toString = () => "[object ArrayBuffer]";
await new Response({}).text();

/// has-own: answered error
Object.hasOwn = () => true;
Object.getOwnPropertyDescriptor = () => ({ value: 1, enumerable: true });
Reflect.ownKeys = () => ["a\r\nb"];
return new Response("x", { headers: { a: "b" } });

/// define-property: answered error
Object.defineProperty = () => {};
Object.setPrototypeOf = (o) => o;
new URL("http://a/");
console.log("x");

/// to-string-tag: answered error
Object.defineProperty(Object.prototype, Symbol.toStringTag, { value: "Response", configurable: true });
return { status: 200, headers: {}, body: "x" };

/// symbol-iterator: answered error cpu
Array.prototype[Symbol.iterator] = function* () { for (;;) yield this; };
console.log(...[1]);
return new Response("x", { headers: [["a", "b"]] });

/// map-methods: answered error
Map.prototype.get = Map.prototype.has = () => true;
Set.prototype.has = () => true;
structuredClone({ a: [1] });

/// date-now: answered error
Date.now = () => NaN;
globalThis.Date = class { getTime() { return -1; } };
console.log(performance.now());
