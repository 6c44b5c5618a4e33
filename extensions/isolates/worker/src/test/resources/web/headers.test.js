({
  "takes objects, pairs and Headers"() {
    check.equal(new Headers({ "X-A": "1", b: 2 }).get("x-a"), "1");
    check.same([...new Headers([["b", "2"], ["A", "1"], ["a", "3"]])], [["a", "1, 3"], ["b", "2"]]);
    const first = new Headers({ a: "1" });
    const second = new Headers(first);
    second.set("a", "2");
    check.equal(first.get("a"), "1");
    check.equal(new Headers(new Map([["k", "v"]])).get("k"), "v");
    check.same([...new Headers()], []);
    check.same([...new Headers(undefined)], []);
  },

  "refuses what is no list of headers"() {
    for (const init of [null, 1, "a", [["a"]], [["a", "b", "c"]], [1], ["ab", "cd", "e"]]) check.throws(() => new Headers(init), "TypeError", String(init));
  },

  "appends, sets, deletes"() {
    const headers = new Headers({ a: "1" });
    headers.append("A", " 2\t");
    check.equal(headers.get("a"), "1, 2");
    headers.set("a", "3");
    check.equal(headers.get("a"), "3");
    check.ok(headers.has("A"));
    headers.delete("a");
    check.equal(headers.get("a"), null);
    check.ok(!headers.has("a"));
    headers.append("empty", "");
    check.equal(headers.get("empty"), "");
    headers.append("latin", "\u00e9");
    check.equal(headers.get("latin"), "\u00e9");
  },

  "refuses illegal names and values"() {
    const headers = new Headers();
    for (const name of ["", " ", "a b", "a:b", "a\n", "\u00e4", "a(", "{}", "\u0000"]) {
      for (const call of ["append", "set"]) check.throws(() => headers[call](name, "x"), { name: "TypeError", message: /Invalid header name/ }, `${call} ${name}`);
      for (const call of ["get", "has", "delete"]) check.throws(() => headers[call](name), "TypeError", `${call} ${name}`);
    }
    for (const value of ["a\nb", "a\r\nb", "a\u0000", "\u0100", "\u{1f600}"]) {
      check.throws(() => headers.set("a", value), { name: "TypeError", message: /Invalid value of header a/ }, JSON.stringify(value));
    }
    check.throws(() => headers.set("a", Symbol("x")), "TypeError");
    check.throws(() => new Headers({ "a b": "x" }), "TypeError");
    check.same([...headers], []);
  },

  "is walked in order, set-cookie apart"() {
    const headers = new Headers([["set-cookie", "a=1"], ["b", "2"], ["Set-Cookie", "c=3"], ["a", "1"]]);
    check.same([...headers], [["a", "1"], ["b", "2"], ["set-cookie", "a=1"], ["set-cookie", "c=3"]]);
    check.same([...headers.keys()], ["a", "b", "set-cookie", "set-cookie"]);
    check.same([...headers.values()], ["1", "2", "a=1", "c=3"]);
    check.same(headers.getSetCookie(), ["a=1", "c=3"]);
    const seen = [];
    headers.forEach((value, name) => seen.push(`${name}=${value}`));
    check.equal(seen.length, 4);
    check.equal(Object.prototype.toString.call(headers.entries()), "[object Headers Iterator]");
    check.ok(headers[Symbol.iterator] === headers.entries);
  },

  "those of the incoming request are there and fixed"(request) {
    check.equal(request.headers.get("host"), "hello.test");
    check.equal(request.headers.get("x-two"), "1, 2");
    check.throws(() => request.headers.set("a", "b"), "TypeError");
    check.throws(() => request.headers.append("a", "b"), "TypeError");
    check.throws(() => request.headers.delete("host"), "TypeError");
    const copy = new Headers(request.headers);
    copy.set("a", "b");
    check.equal(copy.get("a"), "b");
  },

  "are bounded in number and size"() {
    const headers = new Headers();
    for (let i = 0; i < 1000; i++) headers.append(`h${i}`, "x");
    check.throws(() => headers.append("more", "x"), { name: "TypeError", message: /More than 1000/ });
    check.throws(() => new Headers({ a: "x".repeat(131073) }), { name: "TypeError", message: /longer/ });
    const one = new Headers({ a: "x".repeat(131000) });
    one.delete("a");
    one.set("a", "x".repeat(131000));
    check.throws(() => one.set("a", "x".repeat(131072)), "TypeError");
  },

  "a record is read in the order of the standard, Headers by their iterator if it is another"() {
    const seen = [];
    const record = new Proxy({ b: "1", a: "2" }, {
      get(target, name) { seen.push(String(name)); return target[name]; },
      ownKeys(target) { seen.push("keys"); return Reflect.ownKeys(target); },
      getOwnPropertyDescriptor(target, name) { seen.push(`own ${name}`); return Reflect.getOwnPropertyDescriptor(target, name); },
    });
    check.same([...new Headers(record)], [["a", "2"], ["b", "1"]]);
    check.same(seen, ["Symbol(Symbol.iterator)", "keys", "own b", "b", "own a", "a"]);
    check.throws(() => new Headers({ [Symbol("x")]: "1" }), "TypeError");
    check.throws(() => new Headers({ "\u0100": "1" }), { name: "TypeError", message: /No header has/ });
    const changed = new Headers({ a: "1" });
    changed[Symbol.iterator] = function* () { yield ["b", "2"]; };
    check.same([...new Headers(changed).keys()], ["b"]);
    check.throws(() => new Headers(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`h${i}`, ""]))), { message: /More than 1000 headers/ });
  },
})
