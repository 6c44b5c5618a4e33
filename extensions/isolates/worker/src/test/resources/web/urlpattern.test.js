({
  "a pattern like a URL"() {
    const pattern = new URLPattern("https://*.example.com/books/:id(\\d+)?");
    check.same([pattern.protocol, pattern.hostname, pattern.port, pattern.pathname, pattern.search, pattern.hash, pattern.username],
      ["https", "*.example.com", "", "/books/:id(\\d+)?", "*", "*", "*"]);
    check.ok(pattern.hasRegExpGroups);
    const found = pattern.exec("https://shop.example.com/books/12?page=2");
    check.same(found.pathname, { input: "/books/12", groups: { id: "12" } });
    check.same(found.hostname.groups, { 0: "shop" });
    check.same(found.search, { input: "page=2", groups: { 0: "page=2" } });
    check.same(found.inputs, ["https://shop.example.com/books/12?page=2"]);
    check.ok(pattern.test("https://a.example.com/books"));
    for (const other of ["http://a.example.com/books", "https://example.com/books", "https://a.example.com:81/books", "https://a.example.com/books/x", "no url"]) {
      check.ok(!pattern.test(other), other);
      check.equal(pattern.exec(other), null);
    }
  },

  "a pattern of components, and what is missing"() {
    const pattern = new URLPattern({ pathname: "/:kind/*" });
    check.equal(pattern.hostname, "*");
    check.ok(!pattern.hasRegExpGroups);
    check.same(pattern.exec({ pathname: "/a/b/c" }).pathname.groups, { kind: "a", 0: "b/c" });
    check.same(pattern.exec("/x/y", "https://h.test/z").inputs, ["/x/y", "https://h.test/z"]);
    check.ok(new URLPattern().test("https://anything.test/") && new URLPattern({}).test());
    const based = new URLPattern({ pathname: "c/:d", baseURL: "https://h.test/a/b?q" });
    check.same([based.protocol, based.hostname, based.pathname, based.search], ["https", "h.test", "/a/c/:d", "*"]);
    check.equal(new URLPattern("../x?(y)", "https://h.test/a/b/c").pathname, "/a/x");
    check.equal(new URLPattern("?q=:v", "https://h.test/a").exec("https://h.test/a?q=1").search.groups.v, "1");
  },

  "modifiers, groups in braces, escapes"() {
    check.same(new URLPattern({ pathname: "/a{/:b}*" }).exec({ pathname: "/a/1/2" }).pathname.groups, { b: "1/2" });
    check.equal(new URLPattern({ pathname: "/a{/:b}*" }).exec({ pathname: "/a" }).pathname.groups.b, undefined);
    check.ok(new URLPattern({ pathname: "/img{.png}?" }).test({ pathname: "/img" }));
    check.ok(!new URLPattern({ pathname: "/:a+" }).test({ pathname: "/" }));
    check.equal(new URLPattern({ pathname: "/:a{b}?" }).pathname, "{/:a}{b}?");
    check.equal(new URLPattern({ pathname: "{/:a}b" }).pathname, "{/:a}b");
    check.equal(new URLPattern({ pathname: "/\\:a/{b}" }).pathname, "/\\:a/b");
    check.ok(new URLPattern({ pathname: "/\\:a" }).test({ pathname: "/:a" }));
  },

  "components are compared as URLs write them"() {
    check.equal(new URLPattern({ hostname: "b\u00fccher.test" }).hostname, "xn--bcher-kva.test");
    check.equal(new URLPattern({ pathname: "/caf\u00e9 1" }).pathname, "/caf%C3%A9%201");
    check.equal(new URLPattern({ protocol: "http", port: "80" }).port, "");
    check.equal(new URLPattern("data\\:foobar").pathname, "foobar");
    check.ok(new URLPattern({ hostname: "[\\:\\:1]" }).test("http://[0:0::1]/"));
    check.ok(new URLPattern({ pathname: "/A" }, { ignoreCase: true }).test({ pathname: "/a" }));
    check.ok(!new URLPattern({ pathname: "/A" }).test({ pathname: "/a" }));
    check.ok(new URLPattern("/A", "https://h.test", { ignoreCase: true }).test("https://h.test/a"));
    check.ok(new URLPattern("http{s}?://h.test/").test("https://h.test/") && !new URLPattern("http{s}?://h.test/").test("ws://h.test/"));
    check.ok(new URLPattern("(ht|f)tp://h.test").test("ftp://h.test/"));
  },

  "refuses what is no pattern"() {
    const wrong = [
      "/relative", { pathname: "/(" }, { pathname: "/(a(b))" }, { pathname: "/(?x)" }, { pathname: "/{a" }, { pathname: "/:a/:a" }, { pathname: "/\\" },
      { pathname: "/([)" }, { port: "x" }, { protocol: "a b" }, { hostname: "a b" }, { baseURL: "no" }, { pathname: "/(\u00e4)" }, { hostname: "[x]" },
    ];
    for (const pattern of wrong) check.throws(() => new URLPattern(pattern), "TypeError", JSON.stringify(pattern));
    check.throws(() => new URLPattern({}, "https://h.test"), { name: "TypeError", message: /baseURL/ });
    check.throws(() => new URLPattern("/a", "https://h.test", 5), "TypeError");
    check.throws(() => new URLPattern({ pathname: "/a}" }), { message: /at position 2 where the end should be/ });
    check.throws(() => new URLPattern().test({}, "https://h.test"), "TypeError");
    check.throws(() => URLPattern.prototype.test.call({}, ""), "TypeError");
    check.equal(new URLPattern().exec({ port: "x" }), null);
  },

  "a pattern has a longest length"() {
    check.equal(new URLPattern({ pathname: "/".padEnd(8192, "a") }).pathname.length, 8192);
    check.throws(() => new URLPattern({ pathname: "/".padEnd(8193, "a") }), { name: "TypeError", message: /8193 characters is longer than 8192/ });
    check.throws(() => new URLPattern("https://h.test/".padEnd(8193, "a")), { name: "TypeError", message: /longer than 8192/ });
    check.throws(() => new URLPattern({ pathname: "a", baseURL: "https://h.test/".padEnd(9000, "a") + "/" }), "TypeError");
  },

  "groups may have any name"() {
    const { groups } = new URLPattern({ pathname: "/:__proto__/:constructor" }).exec({ pathname: "/a/b" }).pathname;
    check.same([Object.keys(groups), Object.getPrototypeOf(groups) === Object.prototype], [["__proto__", "constructor"], true]);
    check.equal(new URLPattern({ pathname: "/:caf\u00e9" }).exec({ pathname: "/x" }).pathname.groups["caf\u00e9"], "x");
  },

  "generate and compareComponent"() {
    const pattern = new URLPattern("https://:shop.example.com/books/:id");
    check.equal(pattern.generate("pathname", { id: "a b" }), "/books/a%20b");
    check.equal(pattern.generate("hostname", { shop: "b\u00fccher" }), "xn--bcher-kva.example.com");
    check.throws(() => pattern.generate("pathname", { id: "a/b" }), "TypeError");
    check.throws(() => pattern.generate("pathname"), "TypeError");
    check.throws(() => pattern.generate("search", {}), "TypeError");
    check.throws(() => pattern.generate("path", {}), "TypeError");
    const all = new URLPattern({ pathname: "/books/*" });
    check.same([URLPattern.compareComponent("pathname", pattern, all), URLPattern.compareComponent("pathname", all, pattern)], [1, -1]);
    check.equal(URLPattern.compareComponent("pathname", all, all), 0);
    check.throws(() => URLPattern.compareComponent("pathname", all, {}), "TypeError");
  },

  "patched builtins do not change what matches"() {
    const { exec } = RegExp.prototype, { slice } = String.prototype, Real = RegExp;
    new URLPattern();
    RegExp.prototype.exec = () => { throw new Error("mine"); };
    String.prototype.slice = () => "";
    globalThis.RegExp = null;
    const found = new URLPattern({ pathname: "/:a" }).exec({ pathname: "/b" });
    globalThis.RegExp = Real;
    RegExp.prototype.exec = exec;
    String.prototype.slice = slice;
    check.equal(found.pathname.groups.a, "b");
  },
})
