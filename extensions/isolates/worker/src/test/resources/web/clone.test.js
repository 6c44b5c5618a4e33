({
  "a Proxy is refused"() {
    for (const value of [new Proxy({}, {}), new Proxy([], {}), [new Proxy(new Map(), {})]]) check.throws(() => structuredClone(value), { name: "DataCloneError", message: /Proxy/ });
  },
  "copies values deeply"() {
    const original = { n: 1, s: "x", b: true, u: undefined, z: null, big: 10n, list: [1, , [2]], date: new Date(5), re: /a/gi, nested: { deep: { x: 1 } } };
    const copy = structuredClone(original);
    check.ok(copy !== original && copy.nested.deep !== original.nested.deep);
    check.same([copy.n, copy.s, copy.b, copy.z, copy.list.length, 1 in copy.list, copy.date.getTime(), String(copy.re), copy.big === 10n, "u" in copy],
      [1, "x", true, null, 3, false, 5, "/a/gi", true, true]);
    for (const value of [1, "a", null, undefined, NaN, -0, 5n]) check.ok(Object.is(structuredClone(value), value));
  },

  "copies maps, sets, boxes, buffers"() {
    const key = { k: 1 };
    const map = structuredClone(new Map([[key, new Set([1, key])]]));
    const [copied, set] = [...map][0];
    check.ok(copied !== key && set.has(copied) && set.has(1));
    check.ok(structuredClone(Object(5)) instanceof Number);
    const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    const both = structuredClone({ a: view, b: view.buffer, c: new DataView(view.buffer, 2) });
    check.ok(both.a.buffer === both.b && both.c.buffer === both.b && both.b !== view.buffer);
    check.same([check.list(both.a), both.a.byteOffset, both.c.getUint8(0)], [[2, 3], 1, 3]);
    check.ok(structuredClone(new Float64Array([1.5]))[0] === 1.5);
    check.equal(structuredClone(new Uint8Array(new TextEncoder().encode("abc")))[2], 99);
    check.equal(structuredClone(new TextEncoder().encode("a".repeat(1000)))[999], 97);
  },

  "keeps cycles and shared references"() {
    const a = { list: [] };
    a.self = a;
    a.list.push(a, a.list);
    const copy = structuredClone(a);
    check.ok(copy.self === copy && copy.list[0] === copy && copy.list[1] === copy.list);
    const error = new Error("x");
    error.cause = error;
    const copied = structuredClone(error);
    check.ok(copied.cause === copied);
  },

  "copies errors"() {
    const copy = structuredClone(new RangeError("far", { cause: { why: 1 } }));
    check.ok(copy instanceof RangeError && copy.message === "far" && copy.cause.why === 1 && typeof copy.stack === "string");
    class Mine extends Error { get name() { return "Mine"; } }
    check.ok(Object.getPrototypeOf(structuredClone(new Mine("m"))) === Error.prototype);
    const dom = structuredClone(new DOMException("m", "AbortError"));
    check.ok(dom instanceof DOMException && dom.name === "AbortError" && dom.code === 20);
  },

  "drops prototypes, symbols, accessors"() {
    class Point { constructor() { this.x = 1; } get y() { return 2; } }
    const copy = structuredClone(new Point());
    check.ok(Object.getPrototypeOf(copy) === Object.prototype && copy.y === undefined && copy.x === 1);
    check.equal(structuredClone({ get a() { return 7; } }).a, 7);
    check.same(Object.getOwnPropertySymbols(structuredClone({ [Symbol.iterator]: 1 })), []);
    check.ok(structuredClone(Object.create(null, { a: { value: 1, enumerable: true } })).a === 1);
    const tricky = structuredClone(JSON.parse('{"__proto__":{"evil":1}}'));
    check.ok(Object.hasOwn(tricky, "__proto__") && Object.getPrototypeOf(tricky) === Object.prototype);
  },

  "refuses what has no copy"() {
    for (const value of [() => 1, Symbol("s"), new WeakMap(), Promise.resolve(), new Headers(), new ReadableStream(), { f() {} }, [Symbol.iterator], new WeakRef({})]) {
      const error = check.throws(() => structuredClone(value), "DataCloneError", Object.prototype.toString.call(value));
      check.equal(error.code, 25);
    }
  },

  "transfers buffers"() {
    const buffer = new Uint8Array([1, 2]).buffer;
    const view = new Uint8Array(buffer);
    const copy = structuredClone({ view }, { transfer: [buffer] });
    check.equal(buffer.byteLength, 0);
    check.ok(buffer.detached);
    check.same(check.list(copy.view), [1, 2]);
    check.throws(() => structuredClone(buffer), "DataCloneError");
    check.throws(() => structuredClone(1, { transfer: [buffer] }), "DataCloneError");
    check.throws(() => structuredClone(1, { transfer: [{}] }), "DataCloneError");
    const twice = new ArrayBuffer(1);
    check.throws(() => structuredClone(1, { transfer: [twice, twice] }), "DataCloneError");
    check.equal(twice.byteLength, 1);
  },

  "views keep following their buffer, and those outside of it are refused"() {
    const buffer = new ArrayBuffer(16, { maxByteLength: 64 });
    for (const View of [Uint8Array, Float64Array, DataView]) {
      const growing = structuredClone(new View(buffer, 8)), fixed = structuredClone(new View(buffer, 8, 1));
      check.same([growing.buffer.resizable, growing.buffer.maxByteLength, growing.byteLength, growing.byteOffset], [true, 64, 8, 8], View.name);
      const size = fixed.byteLength;
      growing.buffer.resize(32);
      fixed.buffer.resize(32);
      check.same([growing.byteLength, fixed.byteLength], [24, size], View.name);
      check.same([buffer.byteLength, buffer.maxByteLength], [16, 64], View.name);
    }
    const views = [new Uint8Array(buffer, 8), new DataView(buffer, 8)];
    buffer.resize(4);
    for (const view of views) {
      check.throws(() => structuredClone(view), "DataCloneError");
      check.throws(() => structuredClone(view, { transfer: [buffer] }), "DataCloneError");
    }
    check.equal(buffer.detached, false);
  },

  async "copies keys, with all their rules"() {
    const hmac = { name: "HMAC", hash: "SHA-256" }, key = await crypto.subtle.importKey("raw", new Uint8Array(8), hmac, false, ["sign"]);
    const { copied } = structuredClone({ copied: key });
    check.ok(copied !== key && copied instanceof CryptoKey);
    check.same([copied.type, copied.extractable, copied.algorithm, copied.usages], [key.type, key.extractable, key.algorithm, key.usages]);
    const sign = async (by) => [...new Uint8Array(await crypto.subtle.sign("HMAC", by, new Uint8Array(1)))].join();
    check.equal(await sign(copied), await sign(key));
    await check.rejects(crypto.subtle.exportKey("raw", copied), "InvalidAccessError");
    const forged = { __proto__: CryptoKey.prototype, [Symbol.for("mayfly.state")]: { about: null } };
    check.throws(() => structuredClone(forged), "TypeError");
  },

  "copies what is derived from a class as what the platform has"() {
    class Mine extends File {}
    check.ok(Object.getPrototypeOf(structuredClone(new Mine([], "a"))) === File.prototype);
    const over = structuredClone(new QuotaExceededError("m", { quota: 1 }));
    check.same([over instanceof QuotaExceededError, over.message, over.quota, over.requested, over.code], [true, "m", 1, null, 22]);
  },

  "refuses shared memory and transfers nothing when copying fails"() {
    if (typeof SharedArrayBuffer === "function") check.throws(() => structuredClone(new SharedArrayBuffer(1)), "DataCloneError");
    const buffer = new ArrayBuffer(4), { port1, port2 } = new MessageChannel(), stream = new ReadableStream();
    check.throws(() => structuredClone([buffer, () => 1], { transfer: [buffer, port1, stream] }), "DataCloneError");
    check.same([buffer.detached, stream.locked], [false, false]);
    check.ok(structuredClone(port1, { transfer: [port1] }) instanceof MessagePort && port2 instanceof MessagePort);
    check.throws(() => structuredClone(1, { transfer: 7 }), "TypeError");
    check.throws(() => structuredClone(1, 7), "TypeError");
    check.throws(() => structuredClone(1, { transfer: [7] }), "DataCloneError");
  },

  async "copies blobs"() {
    const copy = structuredClone(new Blob(["abc"], { type: "text/x" }));
    check.ok(copy instanceof Blob && copy.type === "text/x");
    check.equal(await copy.text(), "abc");
  },
})
