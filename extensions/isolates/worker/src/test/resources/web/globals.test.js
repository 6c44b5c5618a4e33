({
  "all names are there and load"() {
    const names = ["Request", "Response", "Headers", "fetch", "URL", "URLSearchParams", "ReadableStream", "ReadableStreamDefaultReader",
      "ReadableStreamDefaultController", "WritableStream", "WritableStreamDefaultWriter", "WritableStreamDefaultController", "TransformStream",
      "TransformStreamDefaultController", "IdentityTransformStream", "FixedLengthStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest", "ReadableByteStreamController", "CountQueuingStrategy", "ByteLengthQueuingStrategy", "TextEncoder",
      "TextDecoder", "TextEncoderStream", "TextDecoderStream", "atob", "btoa", "console", "reportError", "setTimeout", "clearTimeout",
      "setInterval", "clearInterval", "queueMicrotask", "scheduler", "performance", "navigator", "crypto", "Crypto", "SubtleCrypto", "CryptoKey",
      "structuredClone", "MessageChannel", "MessagePort", "MessageEvent", "Event", "CustomEvent", "EventTarget", "AbortController", "AbortSignal", "DOMException", "QuotaExceededError", "Blob", "File", "FormData", "FileReader", "ProgressEvent", "URLPattern", "CompressionStream", "DecompressionStream",
      "WebSocket", "WebSocketPair", "CloseEvent", "ErrorEvent", "self"];
    for (const name of names) {
      check.ok(name in globalThis, name);
      check.ok(globalThis[name] !== undefined && globalThis[name] !== null, name);
      check.ok(globalThis[name] === globalThis[name], name);
    }
    const own = Object.getOwnPropertyNames(globalThis);
    check.same(names.filter((name) => !own.includes(name)), []);
    check.same(Object.keys(globalThis).filter((name) => names.includes(name)), []);
    check.ok(self === globalThis);
    check.equal(navigator.userAgent, "Mayfly");
  },

  "can be replaced by the author"() {
    const platform = globalThis.Response;
    globalThis.fetch = "mine";
    globalThis.Response = "mine too";
    globalThis.console = 7;
    check.same([fetch, Response, console], ["mine", "mine too", 7]);
    // The harness answers with a Response of the platform.
    globalThis.Response = platform;
  },

  "are plain properties before and after they are used"() {
    const before = Object.getOwnPropertyDescriptor(globalThis, "TextEncoder");
    check.same([before.writable, before.enumerable, before.configurable, before.value === TextEncoder], [true, false, true, true]);
    check.same(Object.getOwnPropertyDescriptor(globalThis, "TextEncoder"), before);
    check.ok(Object.hasOwn(globalThis, "TextDecoder") && "btoa" in globalThis && typeof atob === "function");
    check.ok(delete globalThis.btoa && !("btoa" in globalThis) && typeof btoa === "undefined");
    Object.defineProperty(globalThis, "structuredClone", { get: () => "mine", configurable: true });
    check.equal(structuredClone, "mine");
    const { fetch: taken } = globalThis;
    check.ok(taken === fetch && Object.create(globalThis).fetch === taken);
  },

  "hides what guests must not have"() {
    for (const name of ["Java", "Packages", "Polyglot", "Graal", "load", "loadWithNewGlobal", "print", "host", "process", "require", "quit", "arguments"]) {
      check.equal(typeof globalThis[name], "undefined", name);
    }
  },

  "members of interfaces are enumerable"(request) {
    const members = (object) => {
      const names = [];
      for (const name in object) names.push(name);
      return names;
    };
    check.ok(members(new URL("http://h/")).includes("searchParams") && Object.keys(URL).includes("canParse"));
    for (const [object, name] of [[new Headers(), "getSetCookie"], [request, "url"], [request, "text"], [new Response(), "status"], [new Blob([]), "size"],
      [new AbortController(), "signal"], [new ReadableStream(), "getReader"], [request.signal, "addEventListener"], [new TextDecoder(), "decode"]]) {
      check.ok(members(object).includes(name), name);
      check.ok(!members(object).includes("constructor"));
    }
    check.ok(Object.keys(Response).includes("json") && !Object.keys(Response).includes("prototype"));
    check.ok(!Object.keys(Headers.prototype).includes("constructor"));
  },
  "objects of the platform have nothing enumerable of their own"(request) {
    for (const object of [request, new Response("x"), new Headers({ a: "1" }), new URL("http://h"), new AbortController(), new Blob(["x"]), new ReadableStream()]) {
      check.same(Object.keys(object), []);
      check.equal(JSON.stringify({ ...object }), "{}");
    }
  },

  async "a call with too few arguments is a TypeError"() {
    const params = new URLSearchParams("a=1"), headers = new Headers({ a: "1" }), target = new EventTarget();
    const calls = {
      structuredClone, atob, btoa, reportError, queueMicrotask, setTimeout, setInterval,
      "URL": () => new URL(), "URL.canParse": () => URL.canParse(), "URL.parse": () => URL.parse(),
      "params.append": () => params.append("a"), "params.delete": () => params.delete(), "params.get": () => params.get(),
      "params.getAll": () => params.getAll(), "params.has": () => params.has(), "params.set": () => params.set("a"), "params.forEach": () => params.forEach(),
      "headers.append": () => headers.append("a"), "headers.delete": () => headers.delete(), "headers.get": () => headers.get(),
      "headers.has": () => headers.has(), "headers.set": () => headers.set("a"), "headers.forEach": () => headers.forEach(),
      "Event": () => new Event(), "CustomEvent": () => new CustomEvent(), "addEventListener": () => target.addEventListener("a"),
      "removeEventListener": () => target.removeEventListener("a"), "dispatchEvent": () => target.dispatchEvent(),
      "AbortSignal.timeout": () => AbortSignal.timeout(), "AbortSignal.any": () => AbortSignal.any(),
      "Request": () => new Request(), "Response.json": () => Response.json(), "Response.redirect": () => Response.redirect(),
      "File": () => new File([]), "MessageEvent": () => new MessageEvent(), "postMessage": () => new MessageChannel().port1.postMessage(),
      "encodeInto": () => new TextEncoder().encodeInto("a"), "getRandomValues": () => crypto.getRandomValues(),
      "ReadableStream.from": () => ReadableStream.from(), "pipeThrough": () => new ReadableStream().pipeThrough(),
      "ReadableStreamDefaultReader": () => new ReadableStreamDefaultReader(), "WritableStreamDefaultWriter": () => new WritableStreamDefaultWriter(),
      "CountQueuingStrategy": () => new CountQueuingStrategy(), "CountQueuingStrategy mark": () => new CountQueuingStrategy({}),
      "ByteLengthQueuingStrategy": () => new ByteLengthQueuingStrategy(), "ByteLengthQueuingStrategy mark": () => new ByteLengthQueuingStrategy({}),
    };
    for (const name of Object.keys(calls)) check.throws(() => calls[name](), "TypeError", name);
    const subtle = crypto.subtle;
    const promised = {
      fetch, "pipeTo": () => new ReadableStream().pipeTo(), "scheduler.wait": () => scheduler.wait(),
      "digest": () => subtle.digest("SHA-256"), "importKey": () => subtle.importKey("raw", new Uint8Array(8), { name: "HMAC", hash: "SHA-256" }, true),
      "generateKey": () => subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true), "exportKey": () => subtle.exportKey("raw"),
      "sign": () => subtle.sign("HMAC", {}), "verify": () => subtle.verify("HMAC", {}, new Uint8Array(1)),
    };
    for (const name of Object.keys(promised)) await check.rejects(promised[name](), "TypeError", name);
  },

  "all of the minimum common web API is there, but for WebAssembly"() {
    // ECMA-429, its index of 2025.
    const classes = ["AbortController", "AbortSignal", "Blob", "ByteLengthQueuingStrategy", "CompressionStream", "CountQueuingStrategy", "Crypto", "CryptoKey", "CustomEvent", "DecompressionStream",
      "DOMException", "ErrorEvent", "Event", "EventTarget", "File", "FormData", "Headers", "MessageChannel", "MessageEvent", "MessagePort", "Performance", "PromiseRejectionEvent",
      "ReadableByteStreamController", "ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest", "ReadableStreamDefaultController", "ReadableStreamDefaultReader", "Request", "Response",
      "SubtleCrypto", "TextDecoder", "TextDecoderStream", "TextEncoder", "TextEncoderStream", "TransformStream", "TransformStreamDefaultController", "URL", "URLPattern", "URLSearchParams",
      "WritableStream", "WritableStreamDefaultController", "WritableStreamDefaultWriter"];
    const others = ["globalThis", "atob", "btoa", "clearTimeout", "clearInterval", "console", "crypto", "fetch", "navigator", "onerror", "onunhandledrejection", "onrejectionhandled", "performance",
      "queueMicrotask", "reportError", "self", "setTimeout", "setInterval", "structuredClone"];
    const own = Object.getOwnPropertyNames(globalThis);
    check.same([...classes, ...others].filter((name) => !own.includes(name)), []);
    check.same(classes.filter((name) => typeof globalThis[name] !== "function" || globalThis[name].name !== name), []);
    check.equal(typeof WebAssembly, "undefined");
    check.equal(typeof navigator.userAgent, "string");
  },

  "of the globals of Workers there are all but these"() {
    const workers = ["AbortController", "AbortSignal", "Blob", "ByteLengthQueuingStrategy", "Cache", "CacheStorage", "caches", "CompressionStream", "CountQueuingStrategy", "Crypto", "crypto", "CryptoKey", "CustomEvent",
      "DecompressionStream", "DOMException", "ErrorEvent", "Event", "EventSource", "EventTarget", "File", "FixedLengthStream", "FormData", "HTMLRewriter", "Headers", "IdentityTransformStream", "MessageChannel",
      "MessageEvent", "MessagePort", "navigator", "performance", "PerformanceObserver", "PromiseRejectionEvent", "queueMicrotask", "ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamDefaultReader", "reportError",
      "Request", "Response", "scheduler", "self", "setInterval", "setTimeout", "structuredClone", "SubtleCrypto", "TextDecoder", "TextDecoderStream", "TextEncoder", "TextEncoderStream", "TransformStream", "URL",
      "URLPattern", "URLSearchParams", "WebAssembly", "WebSocket", "WebSocketPair", "WritableStream", "addEventListener", "atob", "btoa", "dispatchEvent", "removeEventListener", "setImmediate"];
    // A cache is nothing without a platform that keeps it; setImmediate, Buffer and process come with nodejs_compat.
    const absent = ["Cache", "CacheStorage", "caches", "PerformanceObserver", "WebAssembly", "setImmediate"];
    const own = Object.getOwnPropertyNames(globalThis);
    check.same(workers.filter((name) => !own.includes(name)), absent);
    for (const name of ["createObjectURL", "revokeObjectURL"]) check.ok(!(name in URL), name);
  },

  async "errors that nobody caught are events before they are logged"(request, env, ctx) {
    const error = new Error("mine"), seen = [];
    addEventListener("error", (event) => { seen.push("listener"); event.preventDefault(); });
    globalThis.onerror = function (message, file, line, column, thrown) { seen.push(this === globalThis, message, thrown === error); };
    reportError(error);
    setTimeout(() => { throw error; });
    await new Promise((resolve) => setTimeout(resolve, 5));
    check.same(seen, [true, "Uncaught Error: mine", true, "listener", true, "Uncaught Error: mine", true, "listener"]);
    globalThis.onerror = null;
    const event = await new Promise((resolve) => { addEventListener("error", resolve, { once: true }); reportError("text"); });
    check.ok(event instanceof ErrorEvent && event.isTrusted && event.cancelable && event.target === globalThis);
    check.same([event.error, event.message, event.defaultPrevented], ["text", "Uncaught text", true]);
    // A listener that throws is logged, and is no event again.
    let count = 0;
    addEventListener("error", () => { count++; throw new Error("again"); });
    reportError(error);
    check.equal(count, 1);
    let own = 0;
    const listener = () => { own++; };
    addEventListener("mine", listener);
    check.ok(dispatchEvent(new Event("mine")));
    removeEventListener("mine", listener);
    dispatchEvent(new Event("mine"));
    check.equal(own, 1);
    check.throws(() => addEventListener("mine"), "TypeError");
  },

  "navigator and performance"() {
    check.ok(performance instanceof Performance && performance instanceof EventTarget);
    check.throws(() => new Performance(), "TypeError");
    check.equal(performance.toJSON().timeOrigin, performance.timeOrigin);
    check.ok(performance.now() >= 0);
    check.ok(performance.timeOrigin > 1e12);
  },
})
