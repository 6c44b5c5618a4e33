({
  "all names are there and load"() {
    const names = ["Request", "Response", "Headers", "fetch", "URL", "URLSearchParams", "ReadableStream", "ReadableStreamDefaultReader",
      "ReadableStreamDefaultController", "WritableStream", "WritableStreamDefaultWriter", "WritableStreamDefaultController", "TransformStream",
      "TransformStreamDefaultController", "IdentityTransformStream", "CountQueuingStrategy", "ByteLengthQueuingStrategy", "TextEncoder",
      "TextDecoder", "TextEncoderStream", "TextDecoderStream", "atob", "btoa", "console", "reportError", "setTimeout", "clearTimeout",
      "setInterval", "clearInterval", "queueMicrotask", "scheduler", "performance", "navigator", "crypto", "Crypto", "SubtleCrypto", "CryptoKey",
      "structuredClone", "Event", "CustomEvent", "EventTarget", "AbortController", "AbortSignal", "DOMException", "Blob", "File", "self"];
    for (const name of names) {
      check.ok(name in globalThis, name);
      check.ok(globalThis[name] !== undefined && globalThis[name] !== null, name);
      check.ok(globalThis[name] === globalThis[name], name);
    }
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

  "hides what guests must not have"() {
    for (const name of ["Java", "Packages", "Polyglot", "Graal", "load", "loadWithNewGlobal", "print", "host", "process", "require", "quit"]) {
      check.equal(typeof globalThis[name], "undefined", name);
    }
  },

  "objects of the platform have nothing enumerable of their own"(request) {
    for (const object of [request, new Response("x"), new Headers({ a: "1" }), new URL("http://h"), new AbortController(), new Event("x"), new Blob(["x"]), new ReadableStream()]) {
      check.same(Object.keys(object), []);
      check.equal(JSON.stringify({ ...object }), "{}");
    }
  },

  "navigator and performance"() {
    check.ok(performance.now() >= 0);
    check.ok(performance.timeOrigin > 1e12);
  },
})
