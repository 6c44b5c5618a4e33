({
  async "what an upstream compressed is unpacked when it is read"() {
    for (const [coding, format] of [["gzip", "gzip"], ["x-gzip", "gzip"], ["deflate", "deflate"], ["deflate", "deflate-raw"], ["GZip", "gzip"]]) {
      for (const how of ["", "/whole"]) {
        const url = `http://upstream/packed/${coding}/${await hexOf(format, '{"said":"häll\u{1F600}"}')}${how}`;
        const response = await fetch(url);
        check.equal(response.headers.get("content-encoding"), coding);
        check.equal((await response.json()).said, "häll\u{1F600}", coding + how);
        check.equal(await (await fetch(url)).text(), '{"said":"häll\u{1F600}"}');
        check.equal((await (await fetch(url)).arrayBuffer()).byteLength, 20);
        check.equal((await (await fetch(url)).bytes()).byteLength, 20);
        check.equal((await (await fetch(url)).blob()).size, 20);
        check.equal((await check.all((await fetch(url)).body)).reduce((sum, piece) => sum + piece.byteLength, 0), 20);
        check.equal(await (await fetch(url, { signal: new AbortController().signal })).text(), '{"said":"häll\u{1F600}"}');
      }
    }
  },
  async "members of gzip are one body"() {
    const members = `${await hexOf("gzip", "one ")}${await hexOf("gzip", "")}${await hexOf("gzip", "two")}`;
    for (const how of ["", "/whole"]) check.equal(await (await fetch(`http://upstream/packed/gzip/${members}${how}`)).text(), "one two");
  },
  async "both halves of a clone are unpacked"() {
    for (const how of ["", "/whole"]) {
      const response = await fetch(`http://upstream/packed/gzip/${await hexOf("gzip", "twice")}${how}`);
      const clone = response.clone();
      check.same(await Promise.all([response.text(), clone.text()]), ["twice", "twice"]);
    }
  },
  async "an HTMLRewriter reads what was unpacked"() {
    const response = await fetch(`http://upstream/packed/gzip/${await hexOf("gzip", "<p>old</p>")}`);
    const rewritten = new HTMLRewriter().on("p", { element(p) { p.setInnerContent("new"); } }).transform(response);
    check.equal(await rewritten.text(), "<p>new</p>");
  },
  async "little that becomes a lot comes piece by piece"() {
    const url = `http://upstream/packed/gzip/${await hexOf("gzip", new Uint8Array(3 << 20))}`;
    const reader = (await fetch(url)).body.getReader();
    check.ok((await reader.read()).value.byteLength <= 65536);
    await reader.cancel();
  },
  async "an empty body is empty"() {
    check.equal(await (await fetch("http://upstream/packed/gzip/")).text(), "");
    check.equal(await (await fetch("http://upstream/packed/gzip//whole")).text(), "");
  },
  async "damage is an error"() {
    const whole = await hexOf("gzip", "something");
    await check.rejects((await fetch("http://upstream/packed/gzip/00112233")).text(), { name: "TypeError", message: /no gzip/ });
    await check.rejects((await fetch(`http://upstream/packed/gzip/${whole.slice(0, -20)}`)).text(), { name: "TypeError", message: /too early/ });
    await check.rejects((await fetch(`http://upstream/packed/gzip/${whole}ff`)).text(), { name: "TypeError", message: /something follows/ });
  },
  async "more bodies than there may be codecs are read one after the other"() {
    const url = `http://upstream/packed/gzip/${await hexOf("gzip", "x")}`;
    for (let i = 0; i < 70; i++) check.equal(await (await fetch(url)).text(), "x");
    for (let i = 0; i < 70; i++) await (await fetch(`${url.slice(0, -8)}`)).text().catch(() => {});
    check.equal(await (await fetch(url)).text(), "x");
  },
  async "codings that are not known here, or several, are left as they came"() {
    check.same([...await (await fetch("http://upstream/packed/br/0102")).bytes()], [1, 2]);
    check.same([...await (await fetch("http://upstream/packed/gzip,br/0102")).bytes()], [1, 2]);
  },
  "encodeBody is one of two"() {
    check.throws(() => new Response("x", { encodeBody: "none" }), { name: "TypeError", message: /automatic/ });
    check.throws(() => new Response(new Blob(["x"]), { encodeBody: "none" }), "TypeError");
    new Response("x", { encodeBody: "automatic" });
  },
})
