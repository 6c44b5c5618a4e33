({
  "needs one argument"() {
    check.same([fetch.length, Request.length], [1, 1]);
  },
  async "sends and reads"() {
    const response = await fetch("http://upstream/echo?x=1", { method: "POST", headers: { "X-A": "1" }, body: "hello" });
    check.same([response.status, response.statusText, response.ok, response.url, response.redirected, response.headers.get("content-type"), response.type],
      [200, "OK", true, "http://upstream/echo?x=1", false, "text/plain", "basic"]);
    check.equal(await response.text(), "POST /echo?x=1\nx-a\n1\ncontent-type\ntext/plain;charset=UTF-8\n\nhello");
    check.throws(() => response.headers.set("a", "b"), "TypeError");
  },
  async "sends a Request, bytes, JSON"(request) {
    check.ok((await (await fetch(new Request("http://upstream/echo", { method: "PUT", body: new TextEncoder().encode("b\u00e4") }))).text()).endsWith("\n\nb\u00e4"));
    check.ok((await (await fetch(new Request("http://upstream/echo", request))).text()).endsWith("\n\nsent body"));
    check.ok(request.bodyUsed);
  },
  async "reads a stream piece by piece"() {
    const response = await fetch("http://upstream/stream");
    check.ok(response.redirected);
    const pieces = await check.all(response.body);
    check.same(pieces.map((p) => new TextDecoder().decode(p)), ["one", "two", "three"]);
    check.equal(await (await fetch("http://upstream/stream")).text(), "onetwothree");
  },
  async "a body that breaks off is an error"() {
    const response = await fetch("http://upstream/broken");
    await check.rejects(response.text(), { name: "TypeError", message: /broke off/ });
  },
  async "refusals are TypeErrors with a code"() {
    await check.rejects(fetch("http://upstream/refused"), { name: "TypeError", message: "upstream is private", code: "egress-denied" });
  },
  async "wrong use is refused in the promise"() {
    await check.rejects(fetch("nothing"), { name: "TypeError", message: "Invalid URL" });
    await check.rejects(fetch("ftp://h/x"), { name: "TypeError", message: /http and https/ });
    await check.rejects(fetch("http://upstream/echo", { body: "x" }), "TypeError");
    await check.rejects(fetch("http://upstream/echo", { headers: { a: "b\nc" } }), "TypeError");
  },
  async "can be aborted before, while waiting, and while reading"() {
    await check.rejects(fetch("http://upstream/silent", { signal: AbortSignal.abort() }), "AbortError");
    await check.rejects(fetch("http://upstream/silent", { signal: AbortSignal.timeout(100) }), "TimeoutError");
    const controller = new AbortController();
    const response = await fetch("http://upstream/endless", { signal: controller.signal });
    const reader = response.body.getReader();
    check.equal(new TextDecoder().decode((await reader.read()).value), "tick");
    const waiting = reader.read();
    controller.abort(new Error("enough"));
    await check.rejects(waiting, /enough/);
  },
  async "a clone of a streamed answer"() {
    const response = await fetch("http://upstream/stream");
    const clone = response.clone();
    check.same(await Promise.all([response.text(), clone.text()]), ["onetwothree", "onetwothree"]);
  },

  async "data URLs have their answer in themselves"() {
    const cases = [
      ["data:,a%20b%00", "a b\0", "text/plain;charset=US-ASCII"], ["data:text/html;charset=utf-8,<b>%C3%A4", "<b>\u00e4", "text/html;charset=utf-8"],
      ["data:;charset=utf-8,x#y", "x", "text/plain;charset=utf-8"], ["data:a/b; base64,aMOk", "h\u00e4", "a/b"], ["data:wrong;BASE64,aGk", "hi", "text/plain;charset=US-ASCII"],
    ];
    for (const [url, text, type] of cases) {
      const response = await fetch(url);
      check.same([response.status, response.statusText, response.type, response.headers.get("content-type"), await response.text()], [200, "OK", "basic", type, text]);
    }
    check.equal(await (await fetch("data:,x", { method: "HEAD" })).text(), "");
    for (const url of ["data:nothing", "data:;base64,!", "about:blank", "blob:http://h/x"]) await check.rejects(fetch(url), "TypeError", url);
    await check.rejects(fetch("data:,x", { signal: AbortSignal.abort("mine") }).catch((reason) => { throw new Error(reason); }), { message: "mine" });
  },
})
