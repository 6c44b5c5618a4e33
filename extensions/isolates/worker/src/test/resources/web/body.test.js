({
  async "is read in every way"(request) {
    const make = () => new Response("\ufeffh\u00e4");
    check.equal(await make().text(), "h\u00e4");
    check.equal((await make().arrayBuffer()).byteLength, 6);
    check.equal((await make().bytes()).length, 6);
    check.equal((await make().blob()).size, 6);
    check.same(await new Response('{"a":[1]}').json(), { a: [1] });
    check.equal(await request.text(), "sent body");
  },

  async "of the request as bytes, as blob, as stream"(request) {
    const copy = request.clone();
    check.equal(new TextDecoder().decode(await request.arrayBuffer()), "sent body");
    const other = copy.clone();
    check.equal((await copy.blob()).type, "text/plain");
    check.equal((await check.all(other.body.pipeThrough(new TextDecoderStream()))).join(""), "sent body");
  },

  async "is made from everything"() {
    const table = [
      ["text", "text", "text/plain;charset=UTF-8"], [new URLSearchParams("a=1"), "a=1", "application/x-www-form-urlencoded;charset=UTF-8"],
      [new Uint8Array([97, 98]).subarray(1), "b", null], [new Uint8Array([97]).buffer, "a", null], [new DataView(new Uint8Array([97]).buffer), "a", null],
      [new Blob(["c"]), "c", null], [5, "5", "text/plain;charset=UTF-8"], [{}, "[object Object]", "text/plain;charset=UTF-8"],
      [ReadableStream.from([new Uint8Array([97])]), "a", null], [null, "", null], [undefined, "", null], ["", "", "text/plain;charset=UTF-8"],
    ];
    for (const [content, text, type] of table) {
      const response = new Response(content);
      check.equal(response.headers.get("content-type"), type, String(content));
      check.equal(await response.text(), text, String(content));
    }
  },

  async "is read once"() {
    const response = new Response("x");
    check.ok(!response.bodyUsed);
    const first = response.text();
    check.ok(response.bodyUsed);
    await first;
    for (const way of ["text", "json", "arrayBuffer", "bytes", "blob"]) await check.rejects(response[way](), { name: "TypeError", message: /already been used/ });
    check.throws(() => response.clone(), "TypeError");
    check.ok(response.body.locked);
    const none = new Response(null);
    check.equal(await none.text(), "");
    check.equal(await none.text(), "");
    check.ok(!none.bodyUsed && none.body === null);
  },

  async "a locked or disturbed stream is refused"() {
    const stream = new ReadableStream({ start(c) { c.enqueue(new Uint8Array(1)); c.close(); } });
    const response = new Response(stream);
    check.ok(response.body === stream);
    const reader = stream.getReader();
    await check.rejects(response.text(), "TypeError");
    check.throws(() => new Response(stream), "TypeError");
    await reader.read();
    reader.releaseLock();
    check.ok(response.bodyUsed);
    await check.rejects(response.text(), "TypeError");
    check.throws(() => new Response(stream), "TypeError");
  },

  async "JSON that is none says so"() {
    await check.rejects(new Response("{x").json(), "SyntaxError");
    await check.rejects(new Response("").json(), "SyntaxError");
  },

  async "streams of something else than bytes are refused"() {
    await check.rejects(new Response(ReadableStream.from(["text"])).text(), { name: "TypeError", message: /bytes/ });
    await check.rejects(new Response(new ReadableStream({ pull() { throw new Error("source"); } })).text(), /source/);
  },

  async "pieces are joined"() {
    const euro = [0xe2, 0x82, 0xac];
    const response = new Response(ReadableStream.from([...euro.map((b) => new Uint8Array([b])), new Uint8Array(0), new Uint8Array([0x21]).buffer]));
    check.equal(await response.text(), "\u20ac!");
  },

  async "clones are independent"() {
    for (const content of ["text", new TextEncoder().encode("text"), ReadableStream.from([new TextEncoder().encode("text")])]) {
      const first = new Response(content, { headers: { a: "1" }, status: 201 });
      const second = first.clone();
      second.headers.set("a", "2");
      check.same([await first.text(), await second.text(), first.headers.get("a"), second.status], ["text", "text", "1", 201]);
    }
  },

  async "what is mutated after construction does not matter"() {
    const bytes = new Uint8Array([97]);
    const response = new Response(bytes);
    bytes[0] = 98;
    check.equal(await response.text(), "a");
  },

  async "methods refuse strangers"() {
    const { text } = Response.prototype;
    await check.rejects(text.call({}), "TypeError");
    check.throws(() => Object.getOwnPropertyDescriptor(Response.prototype, "status").get.call({}), "TypeError");
  },

  async "a body that is being read is locked"() {
    const response = new Response("text");
    response.text();
    check.throws(() => response.body.getReader(), "TypeError");
    check.ok(response.body.locked && response.bodyUsed);
  },

  async "a then that all objects have sees nothing of a body"() {
    const response = new Response(new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("mine")); c.close(); } }));
    let asked = 0;
    Object.defineProperty(Object.prototype, "then", { get() { if (this instanceof Uint8Array) asked++; return undefined; }, configurable: true });
    const text = await response.text();
    delete Object.prototype.then;
    check.same([text, asked], ["mine", 0]);
  },

  "members of a body lie on the prototypes of both"() {
    for (const { prototype } of [Request, Response]) {
      check.ok(Object.getPrototypeOf(prototype) === Object.prototype);
      for (const name of ["body", "bodyUsed", "text", "json", "arrayBuffer", "bytes", "blob", "formData"]) check.ok(Object.getOwnPropertyDescriptor(prototype, name)?.enumerable, name);
    }
    check.same([Response.json.length, Response.redirect.length], [1, 1]);
    check.throws(() => Response.redirect(), "TypeError");
  },

  async "the type of a blob is in lower case, its parameters are not"() {
    check.equal((await new Response("x", { headers: { "content-type": "Text/HTML;A=B" } }).blob()).type, "text/html;A=B");
  },
})
