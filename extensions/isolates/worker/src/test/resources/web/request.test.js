({
  "tells what came"(request) {
    check.same([request.method, request.url, request.redirect, request.bodyUsed], ["POST", "https://hello.test/a/b?c=d", "manual", false]);
    check.equal(new URL(request.url).searchParams.get("c"), "d");
    check.equal(Object.prototype.toString.call(request), "[object Request]");
    check.ok(request instanceof Request);
  },
  async "is made by authors"() {
    const r = new Request("https://h/\u00e4", { method: "post", headers: { a: "1" }, body: "x", redirect: "manual" });
    check.same([r.method, r.url, r.headers.get("a"), r.headers.get("content-type"), r.redirect, await r.text()],
      ["POST", "https://h/%C3%A4", "1", "text/plain;charset=UTF-8", "manual", "x"]);
    check.equal(new Request(new URL("https://h/x")).url, "https://h/x");
    check.equal(new Request("https://h", { method: "patch" }).method, "patch");
    check.equal(new Request("https://h", { method: "Custom" }).method, "Custom");
  },
  async "takes over another"(request) {
    const next = new Request(request, { headers: { a: "1" } });
    check.same([next.method, next.headers.get("a"), next.headers.get("host"), await next.text(), request.bodyUsed], ["POST", "1", null, "sent body", true]);
    check.throws(() => new Request(request), "TypeError");
    const lent = new Request("https://other/path", new Request("https://h", { method: "PUT", body: "lent" }));
    check.same([lent.url, lent.method, await lent.text()], ["https://other/path", "PUT", "lent"]);
    const kept = new Request("https://h", { method: "PUT", body: "b", headers: { x: "y" } });
    const moved = new Request("https://other", kept);
    check.same([moved.method, moved.headers.get("x")], ["PUT", "y"]);
  },
  async "headers of a copy can be changed"(request) {
    const copy = new Request(request);
    copy.headers.set("x-two", "new");
    check.equal(copy.headers.get("x-two"), "new");
    check.equal(request.headers.get("x-two"), "1, 2");
  },
  async "clones"(request) {
    const clone = request.clone();
    check.same([await clone.text(), await request.text(), clone.method, clone.headers.get("host")], ["sent body", "sent body", "POST", "hello.test"]);
    check.throws(() => request.clone(), "TypeError");
  },
  "refuses wrong arguments"() {
    const table = [["x"], ["http://"], ["https://h", { method: "a b" }], ["https://h", { method: "TRACE" }], ["https://h", { body: "x" }],
      ["https://h", { method: "HEAD", body: "x" }], ["https://h", { redirect: "maybe" }], ["https://h", { signal: {} }], ["https://h", 5],
      ["https://h", { headers: { "\n": "x" } }], []];
    for (const [url, init] of table) check.throws(() => new Request(url, init), "TypeError", JSON.stringify([url, init]));
    check.throws(() => new Request("nothing"), { message: "Invalid URL" });
  },
  "carries a signal"() {
    const controller = new AbortController();
    const request = new Request("https://h", { signal: controller.signal });
    controller.abort("x");
    check.ok(request.signal.aborted);
  },

  "what a browser would go by is checked and told"() {
    const plain = new Request("http://h/");
    check.same([plain.destination, plain.referrer, plain.referrerPolicy, plain.mode, plain.credentials, plain.cache, plain.integrity, plain.keepalive, plain.duplex],
      ["", "about:client", "", "cors", "same-origin", "default", "", false, "half"]);
    const told = new Request("http://h/", { mode: "same-origin", cache: "only-if-cached", credentials: "omit", integrity: "sha256-x", keepalive: 1, referrer: "" });
    for (const request of [told, told.clone(), new Request(told), new Request(told, { method: "POST" })]) {
      check.same([request.mode, request.cache, request.credentials, request.integrity, request.keepalive, request.referrer],
        ["same-origin", "only-if-cached", "omit", "sha256-x", true, ""]);
    }
    const wrong = [
      { mode: "navigate" }, { mode: "x" }, { credentials: "x" }, { cache: "x" }, { referrerPolicy: "x" }, { redirect: "x" }, { priority: "x" }, { duplex: "full" },
      { window: 1 }, { referrer: "http://:x" }, { cache: "only-if-cached" }, { mode: "no-cors", method: "PUT" },
    ];
    for (const init of wrong) check.throws(() => new Request("http://h/", init), "TypeError", JSON.stringify(init));
    check.throws(() => new Request("http://name:secret@h/"), { name: "TypeError", message: /no name and no password/ });
    for (const priority of ["high", "low", "auto"]) new Request("http://h/", { priority, window: null, duplex: "half" });
  },
})
