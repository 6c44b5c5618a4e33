// Each case spoils something that the prelude might lean on. The platform may fail for the one who did it, but must not hand out
// the host, and what still can work works.
const spoil = (object, name, value) => Object.defineProperty(object, name, { __proto__: null, value, writable: true, configurable: true });
({
  async "setters on Object.prototype see nothing of ours"() {
    const seen = [];
    for (const name of ["kind", "value", "used", "headers", "host", "url", "web", "status", "core", "list", "signal", "next", "piece", "name", "0", "1", "get", "fetch"]) {
      Object.defineProperty(Object.prototype, name, { __proto__: null, set(value) { seen.push([name, value]); }, get() { return undefined; }, configurable: true });
    }
    try {
      new Response("x").headers.get("a");
      await new Response(ReadableStream.from([new Uint8Array(1), new Uint8Array(2)])).text();
      await (await fetch("http://upstream/stream")).text();
      new URL("http://h/?a=b").searchParams.get("a");
    } catch (error) {
      // hurting itself is allowed
    }
    for (const [name, value] of seen) check.ok(typeof value !== "object" || value === null || typeof value.respond !== "function", `${name} leaked`);
    for (const name of ["kind", "value", "used", "headers", "host", "url", "web", "status", "core", "list", "signal", "next", "piece", "name", "0", "1", "get", "fetch"]) delete Object.prototype[name];
  },

  async "functions called through patched call, apply and bind show no host"() {
    const seen = [];
    const { call, apply, bind } = Function.prototype;
    const note = (original) => function (...values) { seen.push(this, ...values); return Reflect.apply(original, this, values); };
    spoil(Function.prototype, "call", note(call));
    spoil(Function.prototype, "apply", note(apply));
    spoil(Function.prototype, "bind", note(bind));
    await (await fetch("http://upstream/stream")).text();
    console.log({ a: 1 });
    setTimeout(() => {}, 1);
    await new Response(ReadableStream.from([new Uint8Array(1)])).text();
    structuredClone({ a: [1] });
    spoil(Function.prototype, "call", call);
    spoil(Function.prototype, "apply", apply);
    spoil(Function.prototype, "bind", bind);
    for (const value of seen) check.ok(value?.respond === undefined && value?.part === undefined, "the host leaked");
  },

  async "patched array and promise methods show no host and the platform goes on"() {
    const seen = [];
    const { push, shift, slice } = Array.prototype, { then } = Promise.prototype;
    spoil(Array.prototype, "push", function (...values) { seen[seen.length] = values[0]; return Reflect.apply(push, this, values); });
    spoil(Array.prototype, "shift", function () { const value = Reflect.apply(shift, this, []); seen[seen.length] = value; return value; });
    spoil(Promise.prototype, "then", function (...values) { return Reflect.apply(then, this, values); });
    check.equal(await (await fetch("http://upstream/stream")).text(), "onetwothree");
    spoil(Array.prototype, "push", push);
    spoil(Array.prototype, "shift", shift);
    spoil(Promise.prototype, "then", then);
    for (const value of seen) check.ok(value?.respond === undefined && value?.host === undefined, "the host leaked");
  },

  async "a patched ArrayBuffer or Promise never gets raw bytes of the host"() {
    const seen = [];
    const RealPromise = Promise, RealBuffer = ArrayBuffer;
    globalThis.ArrayBuffer = function (...values) { seen.push(values[0]); return new RealBuffer(...values); };
    globalThis.ArrayBuffer.isView = RealBuffer.isView;
    new TextEncoder().encode("x");
    const response = await fetch("http://upstream/echo");
    await response.arrayBuffer();
    globalThis.ArrayBuffer = RealBuffer;
    check.same(seen.filter((value) => typeof value !== "number"), []);
  },

  "stacks show no functions or receivers of the prelude"() {
    const before = Error.prepareStackTrace;
    const seen = [];
    Error.prepareStackTrace = (error, sites) => {
      for (const site of sites) {
        try { seen.push(site.getThis?.()); } catch {}
        try { seen.push(site.getFunction?.()); } catch {}
      }
      return "";
    };
    try {
      new URL("x");
    } catch (error) {
      error.stack;
    }
    try {
      new Response("x", { get status() { return { valueOf() { new Error("x").stack; return 200; } }; } });
    } catch {}
    Error.prepareStackTrace = before;
    for (const value of seen) check.ok(value?.respond === undefined && value?.part === undefined && value?.host === undefined, "the host leaked");
  },

  "arguments.callee and caller are closed"() {
    let caller;
    const probe = { toString() { try { caller = probe.toString.caller; } catch {} return "http://h/"; } };
    new URL(probe);
    check.ok(caller === null || caller === undefined);
  },

  "the state of objects leads to no host"(request) {
    const seen = new Set();
    const walk = (value, depth) => {
      if (value === null || (typeof value !== "object" && typeof value !== "function") || seen.has(value) || depth > 6) return;
      seen.add(value);
      check.ok(value === globalThis || (value.respond === undefined && value.setTimer === undefined), "the host leaked");
      for (const key of Reflect.ownKeys(value)) {
        let inner;
        try { inner = value[key]; } catch { continue; }
        walk(inner, depth + 1);
      }
      walk(Object.getPrototypeOf(value), depth + 1);
    };
    request.signal;
    request.headers;
    for (const object of [request, new Response("x"), new ReadableStream(), new WritableStream(), new TransformStream(), new URL("http://h"), new AbortController(), crypto, console, performance]) walk(object, 0);
  },

  "Symbol.species, iterators and JSON may be broken by their owner"() {
    const { parse, stringify } = JSON;
    spoil(JSON, "parse", () => { throw new Error("mine"); });
    const iterator = Array.prototype[Symbol.iterator];
    const text = String(new URL("http://h/?a=1"));
    spoil(JSON, "parse", parse);
    check.equal(text, "http://h/?a=1");
    check.ok(stringify && iterator);
  },
})
